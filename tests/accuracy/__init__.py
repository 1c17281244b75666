"""How often each check and each derived fact is right: labels by digest, and the figures that follow from them."""
