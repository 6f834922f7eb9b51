namespace ScoreSde.Solvers;

/// <summary>A method whose own formula takes steps from and to α = 0; it is handed them as they are, not those of <see cref="PureNoise"/>.</summary>
internal interface IStartsFromPureNoise;
