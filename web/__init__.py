"""The page behind the door: wording, fragments of the answer, and the Gradio layout that holds them."""
