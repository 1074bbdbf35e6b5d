f = async lambda x: x
