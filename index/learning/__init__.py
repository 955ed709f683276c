"""The bundled encoder in torch, for learning, and back into a file that runs without it."""
