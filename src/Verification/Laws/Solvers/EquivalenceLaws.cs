using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Laws.Solvers;

/// <summary>Methods that are one method under two names agree for any smooth ε on any grid, not for exact scores alone.</summary>
internal static class EquivalenceLaws
{
    private const int Dimension = 3;

    public static IReadOnlyList<IProperty> All { get; } =
    [
        Same(
            "ddim-is-exponential-euler",
            "DDIM with η = 0 is the exponential Euler method of the flow, Euler's method of Karras et al. in σ̃: x/α += (σ̃_to − σ̃_from) ε.",
            "Lu et al. 2022, §4; Karras et al. 2022, alg. 1",
            new Ddim(),
            static () => new EdmEuler(),
            1e-11),
        Same(
            "ddim-one-is-ddpm",
            "DDIM with η = 1 is DDPM with variance β̃.",
            "Song, Meng and Ermon 2021, §4.1",
            new Ddim(Eta: 1),
            static () => new Ancestral(new PosteriorVariance()),
            1e-12),
        Same(
            "ddim-one-is-sde-dpmpp",
            "DDIM with η = 1 is the first-order SDE-DPM-Solver++.",
            "Lu et al. 2022b, §5",
            new SdeDpmSolverPlusPlus(1),
            static () => new Ddim(Eta: 1),
            1e-11),
        Same(
            "ddpm-is-euler-ancestral",
            "DDPM with variance β̃ is the sampler known as Euler ancestral: σ̃_up² = σ̃_to² (σ̃_from² − σ̃_to²)/σ̃_from², σ̃_down² = σ̃_to² − σ̃_up².",
            "Crowson 2022",
            new Ancestral(new PosteriorVariance()),
            static () => new EulerAncestral(),
            1e-9),
        Same(
            "churn-of-nothing",
            "Heun with a churn of 0 is Heun.",
            "Karras et al. 2022, alg. 2",
            new Heun(new Churn(0)),
            static () => new Heun(),
            0),
        Same(
            "vanishing-corrector",
            "A corrector of vanishing size leaves its predictor.",
            "Song et al. 2021, alg. 1",
            new PredictorCorrector(new ReverseDiffusion(), new AnnealedLangevin(1e-13), 2),
            static () => new ReverseDiffusion(),
            1e-9),
        new Law<(IDiffusionProcess Process, SmoothNoise Score, TimeGrid Grid)>
        {
            Name = "ddim-as-printed",
            Statement = "DDIM for every η is √ᾱ_to x̂₀ + √(1 − ᾱ_to − ς²) ε + ς z with ς² = η² β̃.",
            Source = "Song, Meng and Ermon 2021, eq. (12) and (16)",
            Subject = Subject.Solver,
            Solver = "ddim",
            Needs = "needs a schedule for a variance-preserving process",
            Cases = static context => CasesOf.Generated(Draw.Of(context.Preserving, SmoothNoise.OfDimension(Dimension), Step.Grids), cost: 2),
            Measure = static (context, draw) => new[] { 0, 0.3, 1 }.Select(eta =>

                // The printed form subtracts ᾱ from 1, which costs it digits at short steps.
                Shaken.Alike(
                    $"samples at η = {eta}",
                    shake => TileRun.Values(new PaperDdim(eta), shake.Of(draw.Process), draw.Score, draw.Grid, space: shake.Of),
                    shake => TileRun.Values(context.Parts.Solver(new Ddim(eta)), shake.Of(context.Under(draw.Process)), draw.Score, draw.Grid, space: shake.Of),
                    1e-7)),
        },
        new Law<(INoiseSchedule Schedule, SmoothNoise Score, TimeGrid Grid)>
        {
            Name = "ancestral-is-reverse-diffusion-when-exploding",
            Statement = "On a variance-exploding process a = 1, so the DDPM step with variance β and the reverse diffusion step are one.",
            Source = "Song et al. 2021, app. E and F",
            Subject = Subject.Solver,
            Solver = "reverse-diffusion",
            Needs = "needs a schedule for a variance-exploding process",
            Cases = static context => CasesOf.Generated(Draw.Of(context.ExplodingSchedules, SmoothNoise.OfDimension(Dimension), Step.Grids), cost: 2),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(new VarianceExploding(draw.Schedule));
                return
                [
                    Shaken.Alike(
                        "samples",
                        shake => TileRun.Values(
                            context.Parts.Solver(new Ancestral(new ForwardVariance())), shake.Of(process), draw.Score, draw.Grid, space: shake.Of),
                        shake => TileRun.Values(context.Parts.Solver(new ReverseDiffusion()), shake.Of(process), draw.Score, draw.Grid, space: shake.Of),
                        1e-12),
                ];
            },
        },
        new Law<(double To, double Mean, double Variance, double State)>
        {
            Name = "first-step-from-pure-noise",
            Statement = "From α = 0 a method of one stage takes x₁ = (σ/σ₁) x + α x̂₀(x), one of two stages (σ/σ₁) x + ½ α (x̂₀(x) + x̂₀(x₁)): on N(m, v) x̂₀ is m, then m + α v (x₁ − α m)/(α² v + σ²).",
            Source = "d(x/σ)/dq = x̂₀ in q = α/σ; Lin et al. 2024, sec. 3.1",
            Subject = Subject.Solver,
            Cases = static _ => CasesOf.Generated(Draw.Of(Reals.Between(0.05, 0.99), Reals.Between(-2, 2), Reals.LogBetween(0.05, 4), Reals.Between(-2, 2))),
            Measure = static (context, draw) =>
            {
                return new IDiffusionProcess[] { new RectifiedFlow(), new VariancePreserving(DdpmChain.Linear().ToSchedule().ToZeroTerminalSnr()) }.SelectMany(drawn =>
                {
                    IDiffusionProcess process = context.Under(drawn);
                    IScoreFunction<Tile<double>> score = context.Parts.Score(GaussianMixture.Of(Gaussian.Isotropic([draw.Mean], draw.Variance)));
                    (NoiseLevel from, NoiseLevel to) = (process.At(1), process.At(draw.To));
                    double kept = to.Deviation / from.Deviation * draw.State;
                    double euler = kept + (to.MeanScale * draw.Mean);
                    double second = draw.Mean + (to.MeanScale * draw.Variance * (euler - (to.MeanScale * draw.Mean)) / ((to.MeanScale * to.MeanScale * draw.Variance) + to.Variance));
                    double heun = kept + (0.5 * to.MeanScale * (draw.Mean + second));
                    return new (ISolver Solver, double End)[] { (new Ddim(), euler), (new Ancestral(new ForwardVariance()), euler), (new Heun(), heun) }.Select(pair =>
                    {
                        var space = new TileSpace<double>(1, 1);
                        Tile<double> x = space.Allocate();
                        x.Values[0] = draw.State;
                        PureNoise.Stepper(context.Parts.Solver(pair.Solver), new Problem<Tile<double>>(process, score, space)).Step(x, new GridStep(0, 2, from, to, 0));
                        return Measurement.Absolute($"x of {pair.Solver.Facts.Name}, {process.Name}", pair.End, x.Values[0], 1e-11 * (1 + Math.Abs(draw.State) + Math.Abs(draw.Mean)));
                    });
                });
            },
        },
        new Law<(IDiffusionProcess Process, SmoothNoise Score, double From)>
        {
            Name = "last-step-is-ddim",
            Statement = "Heun in σ and in t take the DDIM step to t = 0, where the slope is singular: the result is α₀ x̂₀.",
            Source = "Karras et al. 2022, alg. 1",
            Subject = Subject.Solver,
            Cases = static context => CasesOf.Generated(
                Draw.Of(context.Processes, SmoothNoise.OfDimension(Dimension), Reals.Between(Step.LowestTime, 1)), cost: 2),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                var grid = new TimeGrid("to zero", draw.From, 0);
                double[] expected = TileRun.Values(context.Parts.Solver(new Ddim()), process, draw.Score, grid);
                return new ISolver[] { new Heun(), new HeunInTime() }.Select(solver => Measurement.Alike(
                    $"samples of {solver.Facts.Name}",
                    expected,
                    TileRun.Values(context.Parts.Solver(solver), process, draw.Score, grid),
                    0));
            },
        },
    ];

    private static Law<(IDiffusionProcess Process, SmoothNoise Score, TimeGrid Grid)> Same(
        string name, string statement, string source, ISolver solver, Func<ISolver> reference, double tolerance) => new()
        {
            Name = name,
            Statement = statement,
            Source = source,
            Subject = Subject.Solver,
            Solver = solver.Facts.Name,
            Cases = static context => CasesOf.Generated(Draw.Of(context.Processes, SmoothNoise.OfDimension(Dimension), Step.Grids), cost: 2),
            Measure = (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                return
                [
                    Shaken.Alike(
                        "samples",
                        shake => TileRun.Values(reference(), shake.Of(process), draw.Score, draw.Grid, space: shake.Of),
                        shake => TileRun.Values(context.Parts.Solver(solver), shake.Of(process), draw.Score, draw.Grid, space: shake.Of),
                        tolerance),
                ];
            },
        };
}
