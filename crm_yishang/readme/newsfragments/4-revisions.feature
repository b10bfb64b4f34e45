Protected key data of customers change by a request that a superior approves, on every
road, with a history nobody can change and the values of any past day.
