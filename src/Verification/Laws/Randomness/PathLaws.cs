using MathNet.Numerics;
using ScoreSde.Paths;
using ScoreSde.Processes;
using ScoreSde.States;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;

namespace ScoreSde.Verification.Laws.Randomness;

/// <summary>The covariance of what paths give, read off their affine forms: no sampling.</summary>
internal static class PathLaws
{
    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(double A, double B, double C)>
        {
            Name = "brownian-path-law",
            Statement = "Increments W over intervals have the overlap as their covariance; the area H of an interval of length h has variance h/12, none with its own W, and l₁ l₂/2h with the W of its first part.",
            Source = "definition of Brownian motion; Foster, Oberhauser and Strange 2020",
            Subject = Subject.Noise,
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(0, 1), Reals.Between(0, 1), Reals.Between(0, 1)), cost: 5),
            Measure = static (context, draw) =>
            {
                (double a, double b, double c) = Times(draw);
                var forms = new AffineSpace();
                IStateSpace<AffineState> space = context.Parts.Forms(forms);
                var path = new BrownianPath<AffineState>(space, 9);
                (AffineMap whole, AffineMap wholeArea) = Ask(a, c);
                (AffineMap late, AffineMap lateArea) = Ask(b, c);
                (AffineMap early, AffineMap earlyArea) = Ask(a, b);
                return
                [
                    Measurement.Absolute("Var W", c - a, Covariance(whole, whole), 1e-9),
                    Measurement.Absolute("Cov of neighbours", 0, Covariance(early, late), 1e-9),
                    Measurement.Absolute("Cov with the first part", b - a, Covariance(whole, early), 1e-9),
                    Measurement.Absolute("Var H", (c - a) / 12, Covariance(wholeArea, wholeArea), 1e-9),
                    Measurement.Absolute("Var H of the first part", (b - a) / 12, Covariance(earlyArea, earlyArea), 1e-9),
                    Measurement.Absolute("Cov of H and W", 0, Covariance(wholeArea, whole), 1e-9),
                    Measurement.Absolute("Cov of H and W of the first part", (b - a) * (c - b) / (2 * (c - a)), Covariance(wholeArea, early), 1e-9),
                    Measurement.Absolute("Cov of H of neighbours", 0, Covariance(earlyArea, lateArea), 1e-9),
                ];

                (AffineMap Increment, AffineMap Area) Ask(double from, double to)
                {
                    (AffineState increment, AffineState area) = (space.Allocate(), space.Allocate());
                    path.Ask(from, to, increment, area);
                    return (forms.Read(increment), forms.Read(area));
                }
            },
        },
        new Law<(IDiffusionProcess Process, (double A, double B, double C) Times, double Rate)>
        {
            Name = "signal-to-noise-path-law",
            Statement = "The normals of a path in λ have variance 1, are independent over neighbouring steps, and of a step and its first part have the covariance e^(−h₂) √((1 − e^(−2h₁))/(1 − e^(−2h₁−2h₂))), h the rate times the length in λ.",
            Source = "stationary Ornstein–Uhlenbeck process; Gonzalez et al. 2023",
            Subject = Subject.Noise,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, Draw.Of(Reals.Between(0.05, 1), Reals.Between(0.05, 1), Reals.Between(0.05, 1))!, Reals.Between(0.3, 2)), cost: 5),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                (double a, double b, double c) = Times(draw.Times);
                (NoiseLevel noisy, NoiseLevel middle, NoiseLevel clean) = (process.At(c), process.At(b), process.At(a));
                var forms = new AffineSpace();
                IStateSpace<AffineState> space = context.Parts.Forms(forms);
                var path = new SignalToNoisePath<AffineState>(space, 9, process.At(1).IsPureNoise ? process.AtLambda(noisy.Lambda - 1) : process.At(1), draw.Rate);
                AffineMap whole = Ask(noisy, clean);
                AffineMap late = Ask(middle, clean);
                AffineMap early = Ask(noisy, middle);
                double h1 = draw.Rate * (middle.Lambda - noisy.Lambda);
                double h2 = draw.Rate * (clean.Lambda - middle.Lambda);
                double shared = Math.Exp(-h2) * Math.Sqrt(-SpecialFunctions.Expm1(-2 * h1) / -SpecialFunctions.Expm1(-2 * (h1 + h2)));
                return
                [
                    Measurement.Absolute("Var", 1, Covariance(whole, whole), 1e-6),
                    Measurement.Absolute("Var of the first part", 1, Covariance(early, early), 1e-6),
                    Measurement.Absolute("Cov of neighbours", 0, Covariance(early, late), 1e-6),
                    Measurement.Absolute("Cov with the first part", shared, Covariance(whole, early), 1e-6),
                ];

                AffineMap Ask(NoiseLevel from, NoiseLevel to)
                {
                    AffineState increment = space.Allocate();
                    path.Normals(from, to, increment);
                    return forms.Read(increment);
                }
            },
        },
    ];

    private static (double A, double B, double C) Times((double A, double B, double C) draw)
    {
        double[] times = [draw.A, draw.B, draw.C];
        Array.Sort(times);
        return times[1] - times[0] < 1e-3 || times[2] - times[1] < 1e-3
            ? throw new NotApplicableException("two times are one point of the tree")
            : (times[0], times[1], times[2]);
    }

    private static double Covariance(AffineMap a, AffineMap b) => a.Noise.Sum(weight => weight.Value * b.Noise.GetValueOrDefault(weight.Key));
}
