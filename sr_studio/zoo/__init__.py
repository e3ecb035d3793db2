"""Model files: cards, catalogue, safe loading, foreign key layouts, interpolation, ONNX."""
