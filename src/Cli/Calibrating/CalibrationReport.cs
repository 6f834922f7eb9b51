namespace ScoreSde.Cli.Calibrating;

/// <summary>What was found of methods that sample given a measurement.</summary>
/// <param name="Process">The forward process and its schedule.</param>
/// <param name="Grid">The rule of the times.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Truths">Truths that were ranked; 0 for none.</param>
/// <param name="Samples">Samples for each truth.</param>
/// <param name="Cases">The cases.</param>
/// <param name="Command">The command that repeats the run.</param>
internal sealed record CalibrationReport(
    string Process, string Grid, int Steps, ulong Seed, int Truths, int Samples, IReadOnlyList<CalibratedCase> Cases, string Command)
{
    /// <summary>Whether truths were ranked.</summary>
    public bool HasRanks => Truths > 0;

    /// <summary>Whether posteriors were known exactly, by which a bias can be told.</summary>
    public bool HasBias => Cases.Any(static known => known.Methods.Any(static method => method.Bias is not null));
}
