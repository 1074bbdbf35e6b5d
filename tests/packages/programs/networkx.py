"""Paths, centrality, components, flows, matchings and generators of graphs."""
import networkx as nx

graph = nx.Graph()
graph.add_weighted_edges_from([("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("e", "f", 1)])
print("path:", nx.dijkstra_path(graph, "a", "d"), nx.dijkstra_path_length(graph, "a", "d"))
print("components:", [sorted(part) for part in nx.connected_components(graph)])
print("tree:", sorted(nx.minimum_spanning_edges(graph, data=False)))
print("centrality:", {k: round(v, 3) for k, v in nx.betweenness_centrality(graph).items()})
flow = nx.DiGraph([("s", "a", {"capacity": 3}), ("s", "b", {"capacity": 2}), ("a", "t", {"capacity": 2}), ("b", "t", {"capacity": 3}), ("a", "b", {"capacity": 1})])
print("flow:", nx.maximum_flow_value(flow, "s", "t"), nx.minimum_cut(flow, "s", "t")[0])
print("order:", list(nx.topological_sort(flow)), list(nx.simple_cycles(nx.DiGraph([(1, 2), (2, 1)]))))
petersen = nx.petersen_graph()
print("petersen:", petersen.number_of_edges(), nx.diameter(petersen), nx.is_planar(petersen), len(nx.max_weight_matching(petersen)))
print("random:", sorted(nx.gnp_random_graph(8, 0.3, seed=3).edges()))
print("gml:", len(nx.parse_gml(nx.generate_gml(nx.path_graph(4)))), nx.is_isomorphic(nx.cycle_graph(5), nx.complement(nx.cycle_graph(5))))
