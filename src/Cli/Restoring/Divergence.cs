using ScoreSde.Cli.Tables;
using ScoreSde.Sampling;

namespace ScoreSde.Cli.Restoring;

/// <summary>When samples are of no use: farther from the truth than 5 deviations of the data; or so far off the measurement that they do not follow it.</summary>
internal static class Divergence
{
    private const double MostDeviations = 5;

    /// <summary>Ends the run where the samples are of no use.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="fit">How the samples fit the measurement.</param>
    /// <param name="dataDeviation">The data's deviation, in the data's units.</param>
    /// <exception cref="DivergedRestorationException">They are of no use.</exception>
    public static void ThrowIf(RestoreSettings settings, Restoration result, MeasurementFit fit, double dataDeviation)
    {
        double far = result.SampleError / dataDeviation;
        if (!(far <= MostDeviations))
        {
            throw new DivergedRestorationException(
                settings.Method.Name, $"its samples are {Quantity.Number(far)} deviations of the data from the truth, more than {MostDeviations}");
        }

        if (fit.IsLost)
        {
            throw new DivergedRestorationException(settings.Method.Name, fit.Sentence("it").TrimEnd('.'));
        }
    }

    /// <summary>The same end for a run that gave values that are not finite.</summary>
    public static DivergedRestorationException Of(RestoreSettings settings, NonFiniteSampleException failure) =>
        new(settings.Method.Name, failure.Message.TrimEnd('.'));
}
