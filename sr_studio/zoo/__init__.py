"""Model files: cards, catalogue, safe loading, key layouts of other projects, interpolation, ONNX."""
