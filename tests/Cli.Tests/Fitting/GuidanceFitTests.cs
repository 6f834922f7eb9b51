using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Fitting;

/// <summary>Which guides go with which models.</summary>
[Trait("Category", "Once")]
public sealed class GuidanceFitTests
{
    private const string Between = "--guide: model 'guide' does not go with 'model':";
    private static readonly VarianceExploding Unit = Exploding(1);

    [Fact]
    public void A_guide_like_its_model_goes_with_it() => Assert.Empty(Told(new ToyModel(Unit, 3, "model"), new ToyModel(Exploding(1), 3, "guide")));

    [Fact]
    public void A_guide_of_other_numbers_does_not_go() =>
        Assert.Equal([$"{Between} samples of 4 numbers, not of 3."], Told(new ToyModel(Unit, 3, "model"), new ToyModel(Unit, 4, "guide")));

    [Fact]
    public void A_guide_in_other_units_does_not_go()
    {
        string[] otherwise = [$"{Between} its data are scaled otherwise, so that its numbers are others."];
        Assert.Equal(otherwise, Told(new ToyModel(Unit, 2, "model"), new ToyModel(Unit, 2, "guide") { OfData = Of(new DataScaling(0, 2)) }));
        Assert.Equal(otherwise, Told(new ToyModel(Unit, 2, "model") { OfData = Of(new DataScaling(1, 1)) }, new ToyModel(Unit, 2, "guide")));
        Assert.Equal(otherwise, Told(new ToyModel(Unit, 2, "model"), new ToyModel(Unit, 2, "guide") { OfData = Of(DataScaling.Identity) with { Columns = new ColumnUnits([0, 0], [1, 2]) } }));
        Assert.Empty(Told(new ToyModel(Unit, 2, "model") { OfData = Of(new DataScaling(1, 3)) }, new ToyModel(Unit, 2, "guide") { OfData = Of(new DataScaling(1, 3)) }));
    }

    /// <summary>Deviations s t and s′ t are the same where |s − s′| ≤ 10⁻⁵ (s + s′).</summary>
    [Theory]
    [InlineData(1, 1.0000199, true)]
    [InlineData(1.0000199, 1, true)]
    [InlineData(1, 1.0000201, false)]
    [InlineData(1.0000201, 1, false)]
    public void A_guide_of_other_deviations_does_not_go(double own, double other, bool goes) => Assert.Equal(
        goes ? [] : new[] { $"{Between} it is of process ve ({Exploding(other).Schedule.Name}), not of ve ({Exploding(own).Schedule.Name}), so that its noise levels are others." },
        Told(new ToyModel(Exploding(own), 2, "model"), new ToyModel(Exploding(other), 2, "guide")));

    /// <summary>α = 1 and α′ with σ = 1 are the same where |α − α′| ≤ 10⁻⁵ (α + α′ + σ): within 3 · 10⁻⁵.</summary>
    [Theory]
    [InlineData(1, 1.0000299, true)]
    [InlineData(1.0000299, 1, true)]
    [InlineData(1, 1.0000301, false)]
    [InlineData(1.0000301, 1, false)]
    public void A_guide_of_other_mean_scales_does_not_go(double own, double other, bool goes) => Assert.Equal(
        goes ? [] : new[] { $"{Between} it is of process levels (linear:0.1,20), not of levels (linear:0.1,20), so that its noise levels are others." },
        Told(new ToyModel(new Levels(_ => own, static _ => 1), 2, "model"), new ToyModel(new Levels(_ => other, static _ => 1), 2, "guide")));

    [Theory]
    [InlineData(0.003)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    [InlineData(1)]
    public void A_guide_that_differs_at_one_time_does_not_go(double time)
    {
        var level = new Levels(static _ => 1, static _ => 1);
        Assert.Single(Told(new ToyModel(level, 2, "model"), new ToyModel(new Levels(static _ => 1, at => at == time ? 1.5 : 1), 2, "guide")));
        Assert.Single(Told(new ToyModel(level, 2, "model"), new ToyModel(new Levels(at => at == time ? 0.5 : 1, static _ => 1), 2, "guide")));
    }

    [Theory]
    [InlineData(0, 1, 0, 1, true)]
    [InlineData(0.01, 1, 0.01, 1, true)]
    [InlineData(0.01, 0.9, 0, 1, true)]
    [InlineData(0.02, 0.9, 0.01, 0.9, true)]
    [InlineData(0.01, 1, 0.02, 1, false)]
    [InlineData(0, 1, 0.02, 1, false)]
    [InlineData(0, 1, 0, 0.9, false)]
    [InlineData(0.1, 0.8, 0.1, 0.7, false)]
    public void A_guide_knows_the_times_of_its_model(double least, double most, double leastOfGuide, double mostOfGuide, bool goes) => Assert.Equal(
        goes ? [] : new[] { FormattableString.Invariant($"{Between} it knows times from {leastOfGuide} to {mostOfGuide} alone, not from {least} to {most}.") },
        Told(new ToyModel(Unit, 2, "model") { KnownTimes = new(least, most) }, new ToyModel(Unit, 2, "guide") { KnownTimes = new(leastOfGuide, mostOfGuide) }));

    [Fact]
    public void A_guide_has_the_classes_of_its_model_or_none()
    {
        DataDescription three = Of(DataScaling.Identity) with { Classes = 3, ClassNames = ["a", "b", "c"] };
        DataDescription two = Of(DataScaling.Identity) with { Classes = 2, ClassNames = ["a", "b"] };
        ToyModel model = new(Unit, 2, "model") { OfData = three };
        Assert.Empty(Told(model, new ToyModel(Unit, 2, "guide")));
        Assert.Empty(Told(model, new ToyModel(Unit, 2, "guide") { OfData = three }));
        Assert.Equal([$"{Between} it asks for classes that are not those of the model."], Told(model, new ToyModel(Unit, 2, "guide") { OfData = two }));
        Assert.Equal([$"{Between} it asks for classes that are not those of the model."], Told(new ToyModel(Unit, 2, "model"), new ToyModel(Unit, 2, "guide") { OfData = two with { Classes = 1, ClassNames = ["a"] } }));
    }

    [Theory]
    [InlineData(1, 0.5, "Samples of model 'model' are one number, which has no deviation that --guidance-rescale could keep.")]
    [InlineData(1, 0)]
    [InlineData(2, 0.5)]
    public void One_number_has_no_deviation_to_be_kept(int dimension, double rescale, params string[] sentences) => Assert.Equal(
        sentences,
        Told(new ToyModel(Unit, dimension, "model"), new ModelGuidance(new GuidanceRule(2) { Rescale = rescale }) { Guide = new ToyModel(Unit, dimension, "guide") }));

    [Fact]
    public void A_model_is_guided_that_learned_classes_and_none()
    {
        var guided = new ModelGuidance(new GuidanceRule(2));
        DataDescription three = Of(DataScaling.Identity) with { Classes = 3, ClassNames = ["a", "b", "c"] };
        Assert.Empty(Told(new ToyModel(Unit, 2, "model") { OfData = three }, guided));
        Assert.Equal(["Model 'model' has no classes, so --guidance means nothing."], Told(new ToyModel(Unit, 2, "model"), guided));
        Assert.Equal(
            ["Model 'model' has no classes, so --guidance means nothing: its inputs held fixed have no twin in \"fixedUnconditional\"."],
            Told(new ToyModel(Unit, 2, "model") { FixedInputs = ["p"] }, guided));
        Assert.Equal(
            ["Model 'model' was trained with every label, so there is nothing that --guidance could lead away from: train it with --label-dropout 0.1, say."],
            Told(new ToyModel(Unit, 2, "model") { OfData = three, IsAlwaysLabelled = true }, guided));
        Assert.Empty(Told(new ToyModel(Unit, 2, "model"), (ModelGuidance?)null));
    }

    [Theory]
    [InlineData("ddim", true)]
    [InlineData("em", true)]
    [InlineData("sde-dpmpp-1", true)]
    [InlineData("ddpm-analytic", false)]
    [InlineData("heun", false)]
    [InlineData("sde-dpmpp-2m", false)]
    public void CFG_plus_plus_takes_solvers_that_ask_once_and_keep_nothing(string name, bool takes)
    {
        var faults = new Faults();
        NamedSolver solver = SolverCatalog.Find(name, faults)!;
        GuidanceFit.CheckSolver(solver, null, faults);
        GuidanceFit.CheckSolver(solver, new ModelGuidance(new GuidanceRule(1)), faults);
        Assert.True(faults.None);
        GuidanceFit.CheckSolver(solver, new ModelGuidance(new GuidanceRule(1)) { IsRenoised = true }, faults);
        Assert.Equal(
            takes ? [] : new[] { $"--cfgpp is for solvers that ask once a step and keep no history (ddim, ddpm-forward, ddpm-posterior, em, euler, reverse-diffusion, sde-dpmpp-1), not for '{name}'." },
            Sentences(faults));
    }

    // σ = s t.
    private static VarianceExploding Exploding(double scale) => new(new LinearSchedule(0, 2 * scale * scale));

    private static DataDescription Of(DataScaling scaling) => new("data", 10, 2, 0, null, scaling);

    private static string[] Told(ToyModel model, ToyModel guide) => Told(model, new ModelGuidance(new GuidanceRule(2)) { Guide = guide });

    private static string[] Told(ToyModel model, ModelGuidance? guided)
    {
        var faults = new Faults();
        GuidanceFit.CheckGuidance(model, guided, faults);
        return Sentences(faults);
    }

    private static string[] Sentences(Faults faults) => faults.None ? [] : [.. Assert.Throws<UsageException>(faults.ThrowIfAny).Faults];

    private sealed class Levels(Func<double, double> meanScale, Func<double, double> deviation) : IDiffusionProcess
    {
        public string Name => "levels";

        public INoiseSchedule Schedule { get; } = new LinearSchedule();

        public double PriorDeviation => 1;

        public double DriftRate(double t) => 0;

        public double DiffusionSquared(double t) => 0;

        public NoiseLevel At(double t) => new(t, Math.Log(meanScale(t)), deviation(t), Math.Log(meanScale(t) / deviation(t)));

        public NoiseLevel AtLambda(double lambda) => throw new NotSupportedException();
    }
}
