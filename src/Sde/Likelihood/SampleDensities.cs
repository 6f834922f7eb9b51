using System.Numerics;
using ScoreSde.Sampling;

namespace ScoreSde.Likelihood;

/// <summary>Samples, and what was found of ln p of each on its way.</summary>
/// <param name="Samples">The samples: the bits of a run without densities.</param>
/// <param name="LogDensities">ln p̂ of each at the grid's last time, nats, in the units of the states; see <see cref="SampleDensity"/>.</param>
/// <typeparam name="T">float or double.</typeparam>
public sealed record SampleDensities<T>(SampleSet<T> Samples, double[] LogDensities)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The mean of ln p̂.</summary>
    public double Mean => LogDensities.Average();

    /// <summary>Its standard error from the scatter over the samples; NaN for one sample.</summary>
    public double StandardError
    {
        get
        {
            double mean = Mean;
            return Math.Sqrt(LogDensities.Sum(value => (value - mean) * (value - mean)) / (LogDensities.Length - 1.0) / LogDensities.Length);
        }
    }
}
