using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;
using ScoreSde.Verification.Laws.Cases;
using ScoreSde.Verification.Laws.Solvers;
using ScoreSde.Verification.References;

namespace ScoreSde.Verification.Laws.Guidance;

/// <summary>CFG++: its steps as printed, and where they end between Gaussians.</summary>
internal static class RenoisingLaws
{
    private const int Dimension = 3;

    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly NormalLaw Conditional = new(1, 0.25);
    private static readonly NormalLaw Free = new(0, 1);

    public static IReadOnlyList<IProperty> All { get; } =
    [
        new Law<(IDiffusionProcess Process, (SmoothNoise Conditional, SmoothNoise Free) Models, double Scale, TimeGrid Grid)>
        {
            Name = "cfgpp-as-printed",
            Statement = "CFG++ by DDIM is α_to x̂₀(ε_∅ + λ (ε_c − ε_∅)) + √(σ_to² − ς²) ε_∅ + ς z for any two models: the guided noise tells x̂₀, the other renoises.",
            Source = "Chung et al. 2024, alg. 2",
            Subject = Subject.Guidance,
            Cases = static context => CasesOf.Generated(
                Draw.Of(
                    context.Processes,
                    Draw.Of(SmoothNoise.OfDimension(Dimension), SmoothNoise.OfDimension(Dimension))!,
                    Reals.Between(0, 1),
                    Step.Grids),
                cost: 4),
            Measure = static (context, draw) =>
            {
                IDiffusionProcess process = context.Under(draw.Process);
                IScoreFunction<Tile<double>> guided = context.Parts.GuidedBy(draw.Models.Conditional, draw.Models.Free, new GuidanceRule(draw.Scale));
                return new[] { 0, 0.3, 1 }.Select(eta => Shaken.Alike(
                    $"samples at η = {eta}",
                    shake => TileRun.Values(
                        new PaperCfgPlusPlus(draw.Models.Conditional, draw.Models.Free, draw.Scale, eta), shake.Of(process), draw.Models.Free, draw.Grid, space: shake.Of),
                    shake => TileRun.Values(context.Parts.Renoised(new Ddim(eta)), shake.Of(process), guided, draw.Grid, space: shake.Of),
                    1e-9));
            },
        },
        new Law<(double Scale, double Rate, int Steps)>
        {
            Name = "cfgpp-bias-of-gaussians",
            Statement = "CFG++ from N(0, 1) to N(1, ¼) in n steps of noise rate r, each one of guidance with λ/(1 − e^(−(1 + r)h)), ends at the law that the affine steps tell; with ever more steps at argmax p(c|x).",
            Source = "x̂₀ of Gaussians; Chung et al. 2024, alg. 2",
            Subject = Subject.Guidance,
            Needs = "is stated for the linear schedule alone",
            Cases = static context => CasesOf.ListedOrNone<(double, double, int)>(
                context.FixedSchedule is null && context.FixedProcess is null
                    ? [.. new[] { 0.5, 1 }.SelectMany(static scale => new double[] { 0, 1, 4 }.SelectMany(rate => new[] { 10, 50 }.Select(steps => (scale, rate, steps))))]
                    : null),
            Measure = static (context, draw) =>
            {
                TimeGrid grid = Grids.UniformLambda(Process, draw.Steps);
                NormalLaw expected = new RenoisedGaussians(Process, Conditional, Free, draw.Scale, draw.Rate).End(Free, grid);
                IScoreFunction<Tile<double>> guided = context.Parts.GuidedBy(ScoreOf(Conditional), ScoreOf(Free), new GuidanceRule(draw.Scale));
                ISolver solver = draw.Rate == 0 ? new Ddim() : draw.Rate == 1 && draw.Steps == 10 ? new Ddim(Eta: 1) : new SdeDpmSolverPlusPlus(1, draw.Rate);
                var start = new AffineLaw([Free.Mean], new[,] { { Free.Variance } });
                AffineLaw found = AffineLaw.Of(context.Parts.Renoised(solver), context.Under(Process), guided, grid, start);
                return
                [
                    Measurement.Relative("mean", expected.Mean, found.Mean[0], 1e-9),
                    Measurement.Relative("variance", expected.Variance, found.Covariance[0, 0], 1e-9),
                ];
            },
        },
    ];

    private static IDifferentiableScore<Tile<double>> ScoreOf(NormalLaw law) =>
        GaussianMixture.Of(Gaussian.Isotropic([law.Mean], law.Variance)).Score<double>();
}
