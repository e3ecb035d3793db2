"""Model files: cards, catalogue, safe loading, layouts of other projects, ONNX and ncnn."""
