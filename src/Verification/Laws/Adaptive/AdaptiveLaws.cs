using ScoreSde.Adaptive;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.Laws.Randomness;

namespace ScoreSde.Verification.Laws.Adaptive;

/// <summary>Methods that choose their own steps: the error follows the tolerance, and what is given up does not bend the law.</summary>
internal static class AdaptiveLaws
{
    private const double Variance = 0.09;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<IDiffusionProcess>
        {
            Name = "adaptive-error-follows-tolerance",
            Statement = "The error of the adaptive flow on Gaussian data falls with its tolerance and stays below ten times it, from 10⁻³ to 10⁻⁷.",
            Source = "Hairer, Nørsett and Wanner 1993, §II.4: error per step of a controlled pair",
            Subject = Subject.Adaptive,
            Cases = static context => CasesOf.Listed(context.FixedSchedule is { } schedule
                ? SuitedProcesses.Of(schedule)
                : [new VariancePreserving(new LinearSchedule()), new SubVariancePreserving(new LinearSchedule()), new VarianceExploding(new GeometricSchedule(0.01, 20))]),
            Measure = static (context, drawn) =>
            {
                IDiffusionProcess process = context.Under(drawn);
                return new[] { EmbeddedTableau.DormandPrince, EmbeddedTableau.Tsitouras }.SelectMany(tableau =>
                {
                    double coarse = Error(1e-3);
                    double fine = Error(1e-7);
                    Measurement bound = Measurement.AtMost($"error over tolerance, {tableau.Name}", 10, Math.Max(coarse / 1e-3, fine / 1e-7));

                    // The error of a step of order p is held to the tolerance, so that of a run has the power p/(p + 1) at least: 5/6. On a schedule with
                    // little noise the first steps, as long as they are from the start, err less than any wide tolerance allows; their error follows nothing.
                    return context.MustDecide || coarse > 0.03 * 1e-3
                        ? new[] { bound, Measurement.AtLeast($"power of the tolerance, {tableau.Name}", 0.6, Math.Log10(coarse / fine) / 4) }
                        : [bound];

                    double Error(double tolerance)
                    {
                        const double End = 0.1;
                        IAdaptiveMethod method = context.Parts.Adaptive(new AdaptiveFlow(tableau, new Tolerance(tolerance, tolerance), End, Denoises: false));
                        NoiseLevel from = process.At(1);
                        NoiseLevel to = process.At(End);
                        double[] start = [.. Enumerable.Range(1, 8).Select(i => (i - 4.5) / 2 * process.PriorDeviation)];
                        AdaptiveSamples<double> run = AdaptiveSampler.Solve<double>(process, Score(), method, start, 0, new() { Threads = 1 });
                        var data = new NormalLaw(0, Variance);
                        double slope = Math.Sqrt(data.At(to).Variance / data.At(from).Variance);

                        // In y = x/α, of which the tolerance speaks.
                        return run.Values.Zip(start, (x, first) => Math.Abs(x - (slope * first)) / to.MeanScale).Max();
                    }
                });
            },
        },
        new Law<double>
        {
            Name = "adaptive-noise-is-kept",
            Statement = "The noise of a step that is given up stays in the sample's path: the variance of Gaussian data is right, where redrawn noise doubles it.",
            Source = "Rößler 2010; Rackauckas and Nie 2017, on rejected steps",
            Subject = Subject.Adaptive,
            Cases = static _ => CasesOf.Generated(Reals.Between(0, 1e9), cost: 100),
            Measure = static (context, seed) =>
            {
                const int Samples = 400;
                const double End = 0.01;
                var process = new VariancePreserving(new LinearSchedule());
                IAdaptiveMethod method = context.Parts.Adaptive(new AdaptiveReverse(new Tolerance(0.05, 0.0078), End, Denoises: false));
                AdaptiveSamples<double> run = AdaptiveSampler.Sample(process, Score(), method, Samples, (ulong)seed, new() { Threads = 1 });
                double expected = new NormalLaw(0, Variance).At(process.At(End)).Variance;
                double ratio = run.Values.Sum(static x => x * x) / Samples / expected;

                // Steps of this tolerance leave 0.04.
                double level = Significance.Of(1 + (context.Cases / 100)).OffUnitVariance(Samples);
                return
                [
                    Measurement.Absolute("variance over the exact one", 1, ratio, level + 0.04),
                    Measurement.AtLeast("share of steps given up", 0.2, run.RejectedShare),
                ];
            },
        },
    ];

    private static IScoreFunction<Tile<double>> Score() => GaussianMixture.Of(Gaussian.Isotropic([0.0], Variance)).Score<double>();
}
