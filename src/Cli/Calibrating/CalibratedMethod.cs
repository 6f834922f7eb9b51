using ScoreSde.Verification.Posteriors;

namespace ScoreSde.Cli.Calibrating;

/// <summary>What was found of one method on one problem.</summary>
/// <param name="Name">The method.</param>
/// <param name="Evaluations">What a sample costs; 0 for draws from the posterior itself.</param>
internal sealed record CalibratedMethod(string Name, int Evaluations)
{
    /// <summary>The name of draws from the posterior itself.</summary>
    public const string Floor = "floor";

    /// <summary>How far its samples are from a posterior that is known; null where none is, or where it diverged.</summary>
    public PosteriorBias? Bias { get; init; }

    /// <summary>Ranks of truths among its samples; null where none were asked for, or where it diverged.</summary>
    public Calibration? Ranks { get; init; }

    /// <summary>Whether a run gave numbers that are not finite.</summary>
    public bool IsDiverged { get; init; }

    /// <summary>Whether it is the posterior itself.</summary>
    public bool IsFloor => Name == Floor;
}
