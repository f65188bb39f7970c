"""Learning: how the encoder is fine-tuned; needs torch (the `train` extra) and is not imported by the product."""
