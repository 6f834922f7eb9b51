namespace ScoreSde.Cli.Calibrating;

/// <summary>Methods on one inverse problem.</summary>
/// <param name="Name">The problem.</param>
/// <param name="Methods">The methods; the last may be draws from the posterior itself.</param>
internal sealed record CalibratedCase(string Name, IReadOnlyList<CalibratedMethod> Methods);
