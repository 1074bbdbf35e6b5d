connect(host="a", class="b")
