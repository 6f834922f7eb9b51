namespace ScoreSde.Solvers;

/// <summary>A method that hands all steps of its grid to another, made by <see cref="PureNoise.Stepper"/>: what happens in a step from α = 0 is the other's.</summary>
internal interface IOuterSolver;
