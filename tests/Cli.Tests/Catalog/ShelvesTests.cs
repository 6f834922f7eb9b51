using ScoreSde.Adaptive;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Methods;
using ScoreSde.Data;
using ScoreSde.Likelihood;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;
using ScoreSde.Training;

namespace ScoreSde.Tests.Catalog;

/// <summary>What the short names of the catalogue stand for.</summary>
[Trait("Category", "Once")]
public sealed class ShelvesTests
{
    [Fact]
    public void Methods_of_restoring() => Are(
        MethodCatalog.Shelf,
        ("pigdm", RestoreMethod.PseudoinverseGuidance),
        ("mmps", RestoreMethod.MomentMatching),
        ("dps-likelihood", RestoreMethod.PosteriorLikelihood),
        ("dps", RestoreMethod.PosteriorSampling),
        ("ddrm", RestoreMethod.Ddrm),
        ("snips", RestoreMethod.Snips),
        ("replacement", RestoreMethod.Replacement),
        ("repaint", RestoreMethod.RePaint),
        ("twisted", RestoreMethod.Twisted));

    [Fact]
    public void Laws_of_training_times() => Are(
        TimesCatalog.Shelf,
        ("uniform", TrainingTimes.Uniform),
        ("logit-normal", TrainingTimes.LogitNormal),
        ("log-normal", TrainingTimes.LogNormal),
        ("likelihood", TrainingTimes.Likelihood));

    [Fact]
    public void Weights_of_the_loss() => Are(
        WeightingCatalog.Shelf,
        ("uniform", LossWeighting.Uniform),
        ("simple", LossWeighting.Uniform),
        ("variational", LossWeighting.Variational),
        ("likelihood", LossWeighting.Likelihood),
        ("min-snr", LossWeighting.MinSnr),
        ("velocity", LossWeighting.Velocity),
        ("flow", LossWeighting.Flow));

    [Fact]
    public void What_networks_predict() => Are(
        ParametrisationCatalog.Shelf,
        ("noise", Parametrisation.Noise),
        ("eps", Parametrisation.Noise),
        ("epsilon", Parametrisation.Noise),
        ("score", Parametrisation.Score),
        ("data", Parametrisation.Data),
        ("x0", Parametrisation.Data),
        ("velocity", Parametrisation.Velocity),
        ("v", Parametrisation.Velocity),
        ("flow", Parametrisation.Flow),
        ("flow_velocity", Parametrisation.Flow),
        ("u", Parametrisation.Flow));

    [Fact]
    public void Axes_of_arrays() => Are(
        LayoutCatalog.Shelf,
        ("rows", DataLayout.Rows),
        ("hw", DataLayout.HeightWidth),
        ("hwc", DataLayout.ChannelsLast),
        ("CHW", DataLayout.ChannelsFirst));

    [Fact]
    public void Parts_of_data() => Are(
        PartCatalog.Shelf,
        ("held-out", DataPart.HeldOut),
        ("held_out", DataPart.HeldOut),
        ("training", DataPart.Training),
        ("all", DataPart.All));

    [Fact]
    public void Element_types()
    {
        Are(
            ElementTypeCatalog.Shelf,
            ("float", ElementType.Float),
            ("float32", ElementType.Float),
            ("single", ElementType.Float),
            ("double", ElementType.Double),
            ("float64", ElementType.Double));
        Assert.Equal("float", ElementTypeCatalog.NameOf(ElementType.Float));
        Assert.Equal("double", ElementTypeCatalog.NameOf(ElementType.Double));
    }

    [Fact]
    public void Ways_to_the_divergence()
    {
        Assert.Equal(64, DivergenceCatalog.MostExact);
        (string Word, IDivergenceRule Rule)[] rules =
        [
            ("exact", new ExactDivergence()),
            ("hutchinson", new Hutchinson(5, ProbeLaw.Rademacher)),
            ("rademacher", new Hutchinson(5, ProbeLaw.Rademacher)),
            ("hutchinson-gaussian", new Hutchinson(5, ProbeLaw.Gaussian)),
            ("gaussian", new Hutchinson(5, ProbeLaw.Gaussian)),
        ];
        Assert.All(rules, static pair => Assert.Equal(pair.Rule, DivergenceCatalog.Shelf.Find(pair.Word, new Faults())!.Value(5)));
    }

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_the_three_nearest()
    {
        var faults = new Faults();
        Assert.Null(MethodCatalog.Shelf.Find("dpps", faults));
        Assert.Equal(["There is no method 'dpps'. Nearest: dps, mmps, ddrm. 'scoresde list methods' shows all."], Told.Of(faults));
        Assert.Null(PartCatalog.Shelf.Find("al", faults = new Faults()));
        Assert.Equal(["There is no part 'al'. Nearest: all, held-out, training. 'scoresde list' shows all."], Told.Of(faults));
    }

    [Fact]
    public void A_label_has_the_other_names_in_parentheses()
    {
        Assert.Equal("float (float32, single)", ElementTypeCatalog.Shelf.Entries[0].Label);
        Assert.Equal("score", ParametrisationCatalog.Shelf.Entries[1].Label);
        Assert.Equal(["float", "float32", "single"], ElementTypeCatalog.Shelf.Entries[0].Names);
    }

    [Theory]
    [InlineData("dopri5", false, "dopri5:0.0001", 1e-4)]
    [InlineData("dopri5", true, "dopri5:0.0001", 1e-4)]
    [InlineData("DOPRI5:0.010", false, "dopri5:0.01", 0.01)]
    [InlineData("dopri5:1e-5", false, "dopri5:1E-05", 1e-5)]
    [InlineData("dopri5:1e-13", true, "dopri5:1E-13", 1e-13)]
    [InlineData("dopri5:1", false, "dopri5:1", 1)]
    public void One_number_sets_both_tolerances(string word, bool isDouble, string name, double tolerance)
    {
        var faults = new Faults();
        ToleratedMethod found = ToleratedMethod.Find(word, isDouble ? ElementType.Double : ElementType.Float, faults)!;
        Assert.Empty(Told.Of(faults));
        Assert.Equal(name, found.Name);
        Assert.Equal(new Tolerance(tolerance, tolerance), Assert.IsType<AdaptiveFlow>(found.Method).Tolerance);
        Assert.Equal(name, found.AsContestant().Name);
    }

    [Theory]
    [InlineData("dopri5:9e-6", false, "The tolerance of 'dopri5' must be a number from 1E-05 to 1, not '9e-6'.")]
    [InlineData("dopri5:9e-14", true, "The tolerance of 'dopri5' must be a number from 1E-13 to 1, not '9e-14'.")]
    [InlineData("dopri5:1.01", true, "The tolerance of 'dopri5' must be a number from 1E-13 to 1, not '1.01'.")]
    [InlineData("dopri5:NaN", true, "The tolerance of 'dopri5' must be a number from 1E-13 to 1, not 'NaN'.")]
    [InlineData("dopri5:", true, "The tolerance of 'dopri5' must be a number from 1E-13 to 1, not ''.")]
    [InlineData("dopri5:0.1:0.2", true, "The tolerance of 'dopri5' must be a number from 1E-13 to 1, not '0.1:0.2'.")]
    public void A_tolerance_that_roundings_forbid_is_told(string word, bool isDouble, string sentence)
    {
        var faults = new Faults();
        Assert.Null(ToleratedMethod.Find(word, isDouble ? ElementType.Double : ElementType.Float, faults));
        Assert.Equal([sentence], Told.Of(faults));
    }

    [Fact]
    public void A_method_with_a_tolerance_that_is_not_there_is_told()
    {
        var faults = new Faults();
        Assert.Null(ToleratedMethod.Find("dopri:0.1", ElementType.Float, faults));
        Assert.StartsWith("There is no adaptive solver 'dopri'. Nearest: dopri5, ", Assert.Single(Told.Of(faults)), StringComparison.Ordinal);
        Assert.True(ToleratedMethod.Knows("dopri5:x:y"));
        Assert.True(ToleratedMethod.Knows("Dopri5"));
        Assert.False(ToleratedMethod.Knows("heun:dopri5"));
    }

    private static void Are<T>(Shelf<T> shelf, params (string Word, T Value)[] expected)
        where T : struct, Enum
    {
        Assert.All(expected, pair => Assert.Equal(pair.Value, shelf.Find(pair.Word, new Faults())!.Value));
        Assert.Equal(shelf.Entries.Select(static entry => entry.Value), expected.Select(static pair => pair.Value).Distinct());
    }
}
