x = node.class
