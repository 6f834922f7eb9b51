using ScoreSde.Adaptive;
using ScoreSde.Sampling;

namespace ScoreSde.Comparison.References;

/// <summary>
/// Makes a reference as accurate as a comparison needs and no dearer than it may be: a few paths tell which accuracy leaves an error far below the smallest distance
/// that is shown, and what it costs; then as many paths as there may be are followed at that accuracy.
/// </summary>
/// <remarks>
/// The error of ends is their distance to those of the accuracy before, over r − 1, where r is by how much that distance fell last; never more than the method's
/// own gain is counted on, and where nothing is known of r, the distance itself.
/// </remarks>
/// <param name="solver">Follows the paths.</param>
/// <param name="most">The most paths that are wanted.</param>
/// <param name="allowance">Evaluations of the network that it may take in all.</param>
/// <param name="share">The share of the smallest distance that the reference's own error may be.</param>
/// <param name="smallest">The smallest distance of a run to given ends.</param>
internal sealed class ReferenceSearch(PathSolver solver, int most, double allowance, double share, Func<double[], double> smallest)
{
    /// <summary>The paths that are always followed: fewer tell no mean.</summary>
    public const int FewestPaths = 16;

    // A pilot speaks for all with some room.
    private const double RoomOfPilot = 0.5;

    // What a path costs is known of the pilot's alone.
    private const double RoomOfAll = 0.95;

    // Where the error falls by less, accuracy has come to its end.
    private const double LeastGain = 1.25;

    // At which a distance is taken for the error itself.
    private const double UnknownGain = 2;

    private double spent;

    /// <summary>The reference.</summary>
    /// <exception cref="NonFiniteSampleException">The model leads to no finite ends.</exception>
    /// <exception cref="StepLimitException">Not even the coarsest accuracy has an end.</exception>
    public PathReference Find()
    {
        int pilot = Math.Min(FewestPaths, most);
        Ends coarse = Follow(0, pilot, null);
        Ends fine = Follow(1, pilot, coarse);
        while (fine.Error > RoomOfPilot * share * smallest(fine.Values) && Finer(fine) is { } finer)
        {
            (coarse, fine) = (fine, finer);
        }

        double each = coarse.Evaluations + fine.Evaluations;
        int paths = (int)Math.Clamp(((RoomOfAll * allowance) - spent) / each, pilot, most);
        if (paths == pilot)
        {
            return Reference(fine, pilot);
        }

        double gain = fine.Gain;
        coarse = Follow(coarse.Accuracy, paths, null);
        fine = Follow(fine.Accuracy, paths, coarse) with { Gain = gain };
        while (fine.Error > share * smallest(fine.Values) && Finer(fine) is { } finer)
        {
            fine = finer;
        }

        return Reference(fine, paths);

        // The next accuracy, where there is one that can be paid and that gains something.
        Ends? Finer(Ends last)
        {
            if (last.Accuracy == solver.Finest || last.Gain < LeastGain || spent + (2 * last.Evaluations * last.Paths) > allowance)
            {
                return null;
            }

            try
            {
                return Follow(last.Accuracy + 1, last.Paths, last);
            }
            catch (Exception end) when (end is StepLimitException or NonFiniteSampleException)
            {
                return null;
            }
        }
    }

    private PathReference Reference(Ends ends, int paths) => new(ends.Values, paths, ends.Accuracy, ends.Error, spent);

    private Ends Follow(int accuracy, int paths, Ends? before)
    {
        (double[] values, double evaluations) = solver.Solve(accuracy, paths);
        spent += evaluations * paths;
        double difference = before is null ? double.PositiveInfinity : EndsDistance.Between(values, before.Values, solver.Dimension).Value;
        double gain = before is not { Difference: < double.PositiveInfinity } ? UnknownGain : difference == 0 ? solver.Gain : Math.Min(solver.Gain, before.Difference / difference);
        return new Ends(values, paths, accuracy, evaluations, difference, gain);
    }

    private sealed record Ends(double[] Values, int Paths, int Accuracy, double Evaluations, double Difference, double Gain)
    {
        public double Error => Difference / Math.Max(1, Gain - 1);
    }
}
