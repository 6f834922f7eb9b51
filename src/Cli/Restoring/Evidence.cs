using System.Numerics;
using ScoreSde.Cli.Tables;
using ScoreSde.Particles;

namespace ScoreSde.Cli.Restoring;

/// <summary>What the particles of a restoration say of p(y), a density in the data's units.</summary>
/// <param name="Log">ln of the mean of Ẑ, nats.</param>
/// <param name="Error">Its standard error; NaN of a single sample.</param>
/// <param name="Logs">ln Ẑ of each sample.</param>
/// <param name="Particles">P.</param>
/// <param name="Effective">The mean over samples of the least (Σ w)²/Σ w² on the way.</param>
/// <param name="Resamplings">The mean number of draws.</param>
internal sealed record Evidence(double Log, double Error, double[] Logs, int Particles, double Effective, double Resamplings)
{
    private const double FewestEffective = 2;

    /// <summary>Whether hardly more than one of many particles counted on the way, so that neither samples nor evidence can be relied on.</summary>
    public bool IsDegenerate => Particles > FewestEffective && Effective < FewestEffective;

    /// <summary>The evidence of a run.</summary>
    /// <param name="found">What came of it, in the units of the network.</param>
    /// <param name="particles">P.</param>
    /// <param name="outputs">Numbers that were measured.</param>
    /// <param name="scale">What a number of the network is in the data's units: y's density is divided by it for each number.</param>
    public static Evidence Of<T>(EvidenceSamples<T> found, int particles, int outputs, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double units = outputs * Math.Log(scale);
        return new(
            found.LogEvidence - units,
            found.LogEvidenceError,
            [.. found.LogEvidences.Select(log => log - units)],
            particles,
            found.EffectiveParticles.Average(),
            found.Resamplings.Average());
    }

    /// <summary>Its rows in the table.</summary>
    public IEnumerable<string[]> Rows()
    {
        yield return ["ln p(y), nats", Quantity.Number(Log)];
        if (!double.IsNaN(Error))
        {
            yield return ["its standard error", Quantity.Number(Error)];
        }

        yield return [$"least effective particles of {Particles}", Quantity.Number(Effective)];
        yield return ["times drawn again", Quantity.Number(Resamplings)];
    }

    /// <summary>What the rows are.</summary>
    public static string Note =>
        "p(y) is the density of the measurement in the same units, under the chain in its own steps; the mean of its estimates is free of bias for any number of particles. " +
        "Effective particles and draws are means over samples; near 1 one particle alone is left.";

    /// <summary>What a person is told where too few counted.</summary>
    public string Sentence() =>
        $"Of {Particles} particles {Quantity.Number(Effective)} counted at worst, so that neither the samples nor p(y) can be relied on: give more --particles, more --steps or a larger --noise.";
}
