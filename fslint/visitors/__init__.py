"""The visitors: what checks a kind of demand, told of calls or events in the order they run."""
