c.ServerApp.port = 8888
c.ServerApp.token = token
