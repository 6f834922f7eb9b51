using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.States;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Guidance;

/// <summary>Where guidance leads: not to the law that it points at, by an amount that is known for Gaussians.</summary>
internal static class GuidanceBiasLaws
{
    private const int Steps = 1024;

    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly NormalLaw Conditional = new(1, 0.25);
    private static readonly NormalLaw Free = new(0, 1);

    private static readonly GuidanceRule[] Rules =
    [
        new(2),
        new(2) { Interval = new(0.3, 3) },
        new(2) { Rescale = 0.7 },
        new(2) { Interval = new(0.3, 3), Rescale = 0.7 },
        new(2) { Rescale = 1 },
    ];

    private static readonly double[] NoiseRates = [0, 1, 4];

    // The guide of autoguidance: as far as the main model, and broader.
    private static readonly NormalLaw Guide = new(1, 0.5);

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(GuidanceRule Rule, double Rate, bool IsAutoguided)>
        {
            Name = "guidance-bias-of-gaussians",
            Statement = "Guided from N(0, 1) to N(1, ¼) with w = 2, plain, in an interval or rescaled, or from a broader guide N(1, ½), the reverse family of noise rate 0, 1 or 4 ends at the law that v_c^ω v_∅^(1 − ω) tells, not at p_∅^(1 − w) p_c^w.",
            Source = "the linear equation of the guided mean and variance, g²/v = d ln v/dt − 2 f; Kynkäänniemi et al. 2024; Lin et al. 2024; Karras et al. 2024",
            Subject = Subject.Guidance,
            Needs = "is stated for the linear schedule alone",
            Cases = static context => CasesOf.ListedOrNone<(GuidanceRule, double, bool)>(
                context.FixedSchedule is null && context.FixedProcess is null
                    ? [.. Rules.SelectMany(static rule => NoiseRates.Select(rate => (rule, rate, false))), .. NoiseRates.Select(static rate => (Rules[0], rate, true))]
                    : null),
            Measure = static (context, draw) =>
            {
                var exact = new GuidedGaussians(new ReverseProcess(Process, draw.Rate), Conditional, draw.IsAutoguided ? Guide : Free, draw.Rule);
                NormalLaw expected = exact.End(Free, Process.At(1), Process.At(0));
                IReadOnlyList<NoiseLevel> levels = exact.Stretches(Process.At(1), Process.At(0));
                var reverse = new ReverseProcess(context.Under(Process), draw.Rate);
                IScoreFunction<Tile<double>> guided = draw.IsAutoguided
                    ? context.Parts.Autoguided(ScoreOf(Conditional), ScoreOf(Guide), draw.Rule)
                    : context.Parts.GuidedBy(ScoreOf(Conditional), ScoreOf(Free), draw.Rule);
                NormalLaw found = Free;
                for (int i = 0; i + 1 < levels.Count; i++)
                {
                    found = Along(reverse, guided, found, levels[i].Time, levels[i + 1].Time);
                }

                return
                [
                    Measurement.Relative("mean", expected.Mean, found.Mean, 1e-8),
                    Measurement.Relative("variance", expected.Variance, found.Variance, 1e-8),
                ];
            },
        },
    ];

    // dM/dt = A M + B and dP/dt = 2 A P − r g² by the method of Gauss of order 4, whose nodes are within the steps.
    private static NormalLaw Along(ReverseProcess reverse, IScoreFunction<Tile<double>> guided, NormalLaw start, double from, double to)
    {
        double width = (to - from) / Steps;
        double node = Math.Sqrt(3) / 6;
        (double mean, double variance) = (start.Mean, start.Variance);
        for (int i = 0; i < Steps; i++)
        {
            double middle = from + ((i + 0.5) * width);
            (double Rate, double Constant, double Noise) first = Rates(reverse, guided, middle - (node * width));
            (double Rate, double Constant, double Noise) second = Rates(reverse, guided, middle + (node * width));
            mean = Gauss(mean, width, (first.Rate, first.Constant), (second.Rate, second.Constant));
            variance = Gauss(variance, width, (2 * first.Rate, -first.Noise), (2 * second.Rate, -second.Noise));
        }

        return new NormalLaw(mean, variance);
    }

    private static double Gauss(double y, double h, (double A, double B) first, (double A, double B) second)
    {
        double node = Math.Sqrt(3) / 6;
        (double p, double q) = (1 - (0.25 * h * first.A), -h * first.A * (0.25 - node));
        (double r, double s) = (-h * second.A * (0.25 + node), 1 - (0.25 * h * second.A));
        (double u, double v) = ((first.A * y) + first.B, (second.A * y) + second.B);
        double determinant = (p * s) - (q * r);
        return y + (0.5 * h * ((((s * u) - (q * v)) + ((p * v) - (r * u))) / determinant));
    }

    // ε = slope · x + constant, read off at x = (0, 1): rescaling needs two numbers.
    private static (double Rate, double Constant, double Noise) Rates(ReverseProcess reverse, IScoreFunction<Tile<double>> guided, double time)
    {
        NoiseLevel level = reverse.Forward.At(time);
        var space = new TileSpace<double>(1, 2);
        (Tile<double> x, Tile<double> epsilon) = (space.Allocate(), space.Allocate());
        x.Values[1] = 1;
        guided.Evaluate(x, level, epsilon);
        double share = reverse.EpsilonRate(level);
        return (
            reverse.StateRate(level) + (share * (epsilon.Values[1] - epsilon.Values[0])),
            share * epsilon.Values[0],
            reverse.NoiseVarianceRate(level));
    }

    private static IDifferentiableScore<Tile<double>> ScoreOf(NormalLaw law) =>
        GaussianMixture.Of(Gaussian.Isotropic([law.Mean, law.Mean], law.Variance)).Score<double>();
}
