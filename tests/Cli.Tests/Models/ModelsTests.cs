using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Models;

/// <summary>What a model that stands for another takes from it, and what units do to numbers.</summary>
[Trait("Category", "Once")]
public sealed class ModelsTests
{
    private static readonly DataSplit Split = new(PlainModel.Rows(0, 1, 2, 1, 0), PlainModel.Rows(1, 1, 2, 2, 0));

    [Fact]
    public void A_model_of_one_class_has_the_rows_of_that_class()
    {
        Model inner = Classes();
        var one = new ConditionedModel(inner, 1, null);
        Assert.Equal("m, label one", one.Name);
        Assert.Equal([1, 3], one.Reference.Split!.Training.Values.ToArray());
        Assert.Equal([0, 1], one.Reference.Split.HeldOut.Values.ToArray());
        Assert.Same(inner.Reference, one.LabelledReference);
        Assert.Same(inner, one.Inner);
        Assert.Null(one.Guidance);
        Assert.Equal((1, 1, 1), (one.TurnOf(0), one.TurnOf(2), one.EvaluationsOfNetwork));

        // Two rows are enough, one is not, of whichever part.
        Assert.Equal("rows: has 1 rows of that class in one of its parts, too few to judge samples by.", Assert.Throws<DataFileException>(() => new ConditionedModel(inner, 0, null).Reference.Split).Message);
        Assert.Throws<DataFileException>(() => new ConditionedModel(inner, 2, null).Reference.Split);
        Assert.Throws<InvalidOperationException>(() => new ConditionedModel(new PlainModel("m", 1, PlainModel.Drawn(1)) { Known = inner.Data }, 0, null).Reference.Rows(1, 0));
    }

    [Fact]
    public void A_guided_model_is_the_model_in_all_but_what_it_costs()
    {
        Model inner = Classes(new TimeRange(0.25, 0.75), isAlwaysLabelled: true);
        var led = new ModelGuidance(new GuidanceRule(2)) { Guide = new PlainModel("weak", 1, inner.Reference) };
        var guided = new ConditionedModel(inner, null, led);
        Assert.Equal("m, guidance 2 from weak", guided.Name);
        Assert.Same(inner.Reference, guided.Reference);
        Assert.Same(led, guided.Guidance);
        Assert.Same(inner.Data, guided.Data);
        Assert.Equal((2, false, false, 1), (guided.EvaluationsOfNetwork, guided.KnowsUnlabelled, guided.CanBeGuided, guided.Dimension));
        Assert.Equal(inner.Range, guided.Range);
        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(static i => (long)i).Select(guided.TurnOf));
        Assert.Equal((2 * 70) + 2e6, guided.Bytes<float>(7, isDifferentiated: true));
        Assert.Equal((2 * 70) + 2e5, guided.Bytes<double>(7, isDifferentiated: false));
        Assert.Equal(70, new ConditionedModel(inner, null, new ModelGuidance(new GuidanceRule(2))).Bytes<float>(7, isDifferentiated: false));
        Assert.Equal(70, new ConditionedModel(inner, 1, null).Bytes<float>(7, isDifferentiated: false));
        Assert.True(new ConditionedModel(Classes(), null, led) is { KnowsUnlabelled: true, CanBeGuided: true });
    }

    [Fact]
    public void A_model_of_differences_is_the_model_without_its_jacobian()
    {
        Model inner = Classes(new TimeRange(0.25, 0.75), isAlwaysLabelled: true);
        var differenced = new DifferencedModel(inner, 0.01);
        Assert.Equal(("m", 1, false, false), (differenced.Name, differenced.Dimension, differenced.HasJacobian, differenced.KnowsUnlabelled));
        Assert.Same(inner.Data, differenced.Data);
        Assert.Same(inner.Reference, differenced.Reference);
        Assert.Same(inner.Process, differenced.Process);
        Assert.Equal(inner.Range, differenced.Range);
        Assert.Equal(70 + 1e5, differenced.Bytes<double>(7, isDifferentiated: false));
        Assert.Equal(70 + 1e6, differenced.Bytes<float>(7, isDifferentiated: true));
        Assert.True(new DifferencedModel(Classes(), 0.01).KnowsUnlabelled);
    }

    [Fact]
    public void A_model_that_knows_no_data_has_no_classes_and_its_own_units()
    {
        var law = GaussianMixture.Of(Gaussian.Isotropic([1, 2], 0.25));
        var plain = new MixtureModel("law", law, new VariancePreserving(new LinearSchedule()));
        Assert.Equal((0, 0.0, true, true, true, false), (plain.Classes, plain.LogVolume, plain.KnowsUnlabelled, plain.HasExactScore, plain.HasJacobian, plain.CanBeGuided));
        Assert.Empty(plain.ClassNames);
        Assert.Null(plain.Data);
        Assert.Null(plain.DifferenceStep);
        Assert.Null(plain.Columns);
        Assert.Same(law, plain.Law);
        Assert.Same(law, plain.Reference.Law);
        Assert.Equal((2, DataScaling.Identity), (plain.Units.Dimension, plain.Units.Scaling));
        Assert.Equal((1, 0, TimeRange.Whole), (plain.EvaluationsOfNetwork, plain.TurnOf(5), plain.Range));
        var bare = new PlainModel("bare", 2, PlainModel.Drawn(2));
        Assert.Null(bare.Law);
        Assert.Equal((false, true, (double?)null), (bare.HasExactScore, bare.HasJacobian, bare.DifferenceStep));
        Assert.Same(bare.Reference, bare.LabelledReference);
    }

    [Fact]
    public void Numbers_go_into_the_units_of_the_network_and_back()
    {
        var model = new PlainModel("m", 2, PlainModel.Drawn(2))
        {
            Known = new DataDescription("x", 4, 2, 0, null, new DataScaling(3, 4)) { Columns = new ColumnUnits([7, 8], [2, 5]) },
        };
        var network = new double[3];
        model.ToNetwork<double>([3, 7, -1], network);
        Assert.Equal([0, 1, -1], network);
        model.ToNatural<double>(network);
        Assert.Equal([3, 7, -1], network);
        Assert.Equal((2 * Math.Log(4)) + Math.Log(2) + Math.Log(5), model.LogVolume, 1e-12);

        // Of 0, 4, 8 and of 3, 3, 3 in units of 4: variances 2/3 and 0.
        Assert.Equal(1.0 / 3, model.MeanVariance(new DataSet("x", [0, 3, 4, 3, 8, 3], 2, DataScaling.Identity)), 1e-12);
    }

    [Fact]
    public void A_law_of_natural_units_is_known_in_those_of_the_network()
    {
        var natural = GaussianMixture.Of(Gaussian.AlongAxes([3, 7], [16, 4]));
        var model = new PlainModel("m", 2, new DrawnData((_, _, _) => throw new NotSupportedException(), natural)) { Known = new DataDescription("x", 4, 2, 0, null, new DataScaling(3, 4)) };
        Gaussian law = Assert.Single(model.Law!.Components);
        Assert.Equal([0, 1], law.Mean.ToArray());
        Assert.Equal([1, 0.25], law.Eigenvalues.ToArray());
        var mixture = new MixtureModel("x", model.Law, model.Process, model.Known);
        Gaussian back = Assert.Single(mixture.Reference.Law!.Components);
        Assert.Equal([3, 7], back.Mean.ToArray());
        Assert.Equal([16, 4], back.Eigenvalues.ToArray());
    }

    [Fact]
    public void A_file_has_doubles_where_floats_would_lose_its_deviation()
    {
        PlainModel Of(ColumnUnits? units) => new("m", 2, PlainModel.Drawn(2)) { Known = new DataDescription("x", 4, 2, 0, null, DataScaling.Identity) { Columns = units } };
        Model plain = Of(null);
        Model fine = Of(new ColumnUnits([7, 8], [2, 5]));
        Model far = Of(new ColumnUnits([1e6, 8], [2, 5]));
        Assert.Equal((false, true, false, true, true, true), (FileUnits.IsDouble<float>(plain), FileUnits.IsDouble<double>(plain), FileUnits.IsDouble<float>(fine), FileUnits.IsDouble<double>(fine), FileUnits.IsDouble<float>(far), FileUnits.IsDouble<double>(far)));
        Assert.Equal((0, 0, 40, 80, 80, 80), (FileUnits.CopyBytes<float>(plain, 10), FileUnits.CopyBytes<double>(plain, 10), FileUnits.CopyBytes<float>(fine, 10), FileUnits.CopyBytes<double>(fine, 10), FileUnits.CopyBytes<float>(far, 10), FileUnits.CopyBytes<double>(far, 10)));
        using var talk = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(TextWriter.Null, talk);
        FileUnits.Tell(plain, terminal);
        FileUnits.Tell(far, terminal);
        Assert.Empty(talk.ToString());
        FileUnits.Tell(Of(new ColumnUnits([0, 1e16], [2, 5])), terminal);
        Assert.Equal("scoresde: Column 1 varies by 5 around 1E+16, where numbers of 64 bits lie 2 apart: it is rounded to that, as read and as written; subtract the common part first.\n", talk.ToString());
    }

    [Theory]
    [InlineData(0, 0.5, 0.25)]
    [InlineData(2, 0.7, 0.85)]
    [InlineData(-1, 0.4, 0)]
    [InlineData(6, 1, 2.05)]
    [InlineData(-6, 0, 0)]
    public void A_moment_moves_by_so_many_of_its_errors_and_stays_within_its_bounds(double errors, double moment, double residual)
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule()).At(0.5);
        var shifted = new ShiftedMoment(new FixedMoment(), errors);
        Assert.Equal(moment, shifted.At(level), 1e-12);
        Assert.Equal(residual, shifted.ResidualAt(level), 1e-12);
        Assert.Equal((0.1, 0.3), (shifted.ErrorAt(level), shifted.ResidualErrorAt(level)));
    }

    [Fact]
    public void Guidance_is_named_by_all_that_it_has_and_plain_where_it_is_a_weight_alone()
    {
        var plain = new ModelGuidance(new GuidanceRule(1.5));
        var weak = new PlainModel("weak", 1, PlainModel.Drawn(1));
        Assert.Equal(("guidance 1.5", true), (plain.ToString(), plain.IsPlain));
        Assert.Equal(("CFG++ 1.5", false), ((plain with { IsRenoised = true }).ToString(), (plain with { IsRenoised = true }).IsPlain));
        Assert.Equal(("guidance 1.5 from weak", false), ((plain with { Guide = weak }).ToString(), (plain with { Guide = weak }).IsPlain));
        var bounded = new ModelGuidance(new GuidanceRule(1.5) { Interval = new GuidanceInterval(0.25, 5), Rescale = 0.7 });
        Assert.Equal(("guidance 1.5 at σ/α from 0.25 to 5, rescaled by 0.7", false), (bounded.ToString(), bounded.IsPlain));
        Assert.Equal((-1, -1), (ModelGuidance.Free(0), ModelGuidance.Free(7)));
    }

    [Fact]
    public void Variances_between_two_have_equal_factors()
    {
        Assert.Equal([0.5], Spectrum.Between(0.5, 0.5));
        double[] between = Spectrum.Between(0.25, 64);
        Assert.Equal(33, between.Length);
        for (int i = 0; i < 33; i++)
        {
            Assert.Equal(Math.Pow(2, (i / 4.0) - 2), between[i], 1e-10);
        }
    }

    [Fact]
    public void A_spectrum_of_data_leaves_out_what_never_changes()
    {
        // ±1 along (0.6, 0.8) and ±2 across it, and a third number that is always 5.
        float[] rows = [0.6f, 0.8f, 5, -0.6f, -0.8f, 5, -1.6f, 1.2f, 5, 1.6f, -1.2f, 5];
        var model = new PlainModel("m", 3, new FiniteData(() => new DataSplit(new DataSet("x", rows, 3, DataScaling.Identity), new DataSet("x", rows, 3, DataScaling.Identity))));
        double[] found = [.. Spectrum.Of(model).Order()];
        Assert.Equal(2, found.Length);
        Assert.Equal(0.5, found[0], 1e-6);
        Assert.Equal(2, found[1], 1e-6);
    }

    [Fact]
    public void Only_the_ring_of_the_program_has_a_law()
    {
        Assert.Equal(8, KnownLaw.Of("mixture8")!.Components.Count);
        Assert.Null(KnownLaw.Of("moons"));
        var known = new BuiltIn("mixture8", 2);
        Gaussian first = KnownLaw.Of(known.Description)!.Components[0];
        Assert.Equal((4 - known.Scaling.Shift) / known.Scaling.Scale, first.Mean[0], 1e-12);
        Assert.Null(KnownLaw.Of(known.Description with { Dimension = 3 }));
    }

    private static PlainModel Classes(TimeRange? times = null, bool isAlwaysLabelled = false) => new("m", 1, new FiniteData(() => Split))
    {
        Known = DataDescription.Of(Split.Training),
        Times = times ?? TimeRange.Whole,
        IsAlwaysLabelled = isAlwaysLabelled,
    };

    private sealed record BuiltIn(string Name, int Dimension)
    {
        public DataScaling Scaling => SyntheticData.Laws.Single(law => law.Name == Name).Scaling;

        public DataDescription Description => new(Name, 20_000, Dimension, 0, null, Scaling);
    }

    private sealed class FixedMoment : INoiseMoment
    {
        public double At(NoiseLevel level) => 0.5;

        public double ErrorAt(NoiseLevel level) => 0.1;

        public double ResidualAt(NoiseLevel level) => 0.25;

        public double ResidualErrorAt(NoiseLevel level) => 0.3;
    }
}
