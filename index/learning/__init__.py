"""How the weights of the question encoder are learned; nothing here is needed to answer."""
