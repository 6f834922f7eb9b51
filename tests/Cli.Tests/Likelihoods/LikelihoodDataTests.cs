using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Cli.Parts;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;

namespace ScoreSde.Tests.Likelihoods;

[Trait("Category", "Once")]
public sealed class LikelihoodDataTests
{
    private static readonly DataDescription Plane = new("rows", 8, 2, 0, null, DataScaling.Identity);

    // Five rows of training and three held out, of the labels 0, 1, 0, 1, 0 and 1, 1, 0.
    private static readonly FiniteData Finite = new(static () => new DataSplit(
        new DataSet("rows", [0, 0, 1, 1, 2, 2, 3, 3, 4, 4], 2, DataScaling.Identity, [0, 1, 0, 1, 0], 2),
        new DataSet("rows", [10, 10, 11, 11, 12, 12], 2, DataScaling.Identity, [1, 1, 0], 2)));

    [Theory]
    [InlineData(null, 5, DataPart.HeldOut, new[] { 10f, 11, 12 })]
    [InlineData(null, 2, DataPart.HeldOut, new[] { 10f, 11 })]
    [InlineData(DataPart.HeldOut, 3, DataPart.HeldOut, new[] { 10f, 11, 12 })]
    [InlineData(DataPart.Training, 4, DataPart.Training, new[] { 0f, 1, 2, 3 })]
    [InlineData(DataPart.Training, 9, DataPart.Training, new[] { 0f, 1, 2, 3, 4 })]
    public void Rows_of_the_part_come_first_to_last_and_held_out_ones_where_none_is_named(DataPart? part, int count, DataPart chosen, float[] firsts)
    {
        var faults = new Faults();
        LikelihoodData read = LikelihoodData.Read(new MadeModel(Plane, Finite), null, part, new RowRange(0, count), 0, faults);
        Assert.True(faults.None);
        Assert.Equal(chosen, read.Part);
        Assert.Equal(firsts, Enumerable.Range(0, read.Rows.Count).Select(row => read.Rows[row][0]));
    }

    [Fact]
    public void All_rows_are_those_of_both_parts()
    {
        LikelihoodData read = LikelihoodData.Read(new MadeModel(Plane, Finite), null, DataPart.All, new RowRange(0, 100), 0, new Faults());
        Assert.Equal(DataPart.All, read.Part);
        Assert.Equal([0f, 1, 2, 3, 4, 10, 11, 12], Enumerable.Range(0, read.Rows.Count).Select(row => read.Rows[row][0]).Order());
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "Model 'made' needs a label for each row, of the classes 0, 1, 2; 'rows' has 2 classes.")]
    [InlineData(0, null)]
    public void Labels_must_be_of_as_many_classes_as_the_model_has(int classes, string? sentence) =>
        Assert.Equal(sentence is null ? [] : [sentence], Faults(new MadeModel(Plane with { Classes = classes, ClassNames = DataSet.Numbered(classes) }, Finite), null, null));

    [Fact]
    public void Rows_without_labels_are_refused_where_the_model_needs_them() => Assert.Equal(
        ["Model 'made' needs a label for each row, of the classes 0, 1; 'moons' has none; --labels names them."],
        Faults(new MadeModel(Plane with { Classes = 2, ClassNames = DataSet.Numbered(2) }, Finite), new DataRequest("moons"), null));

    [Fact]
    public void Rows_of_another_length_are_refused() => Assert.Equal(
        ["Rows of 'rows' have 2 numbers, those of model 'made' 3."],
        Faults(new MadeModel(Plane with { Dimension = 3 }, Finite), null, null));

    [Theory]
    [InlineData(null, null)]
    [InlineData(DataPart.HeldOut, "--part is for files and the digits; a law has no parts.")]
    [InlineData(DataPart.All, "--part is for files and the digits; a law has no parts.")]
    public void A_law_has_no_parts(DataPart? part, string? sentence) =>
        Assert.Equal(sentence is null ? [] : [sentence], Faults(new MadeModel(Plane, Finite), new DataRequest("moons"), part));

    [Fact]
    public void Of_a_law_those_of_the_range_are_made_under_the_seed()
    {
        var model = new MadeModel(Plane, Finite);
        LikelihoodData part = LikelihoodData.Read(model, new DataRequest("moons"), null, new RowRange(5, 3), 4, new Faults());
        Assert.Null(part.Part);
        Assert.Equal(SyntheticData.Create("moons", 8, 4).Values[10..].ToArray(), part.Rows.Values.ToArray());

        // Without a request the model's own law, each row of which tells its number and the seed here.
        var drawn = new DrawnData(static (first, count, seed) => new DataSet("law", [.. Enumerable.Range(0, count).SelectMany(row => new[] { (float)(first + row), seed })], 2, DataScaling.Identity));
        part = LikelihoodData.Read(new MadeModel(Plane, drawn), null, null, new RowRange(7, 2), 9, new Faults());
        Assert.Null(part.Part);
        Assert.Equal([7f, 9, 8, 9], part.Rows.Values.ToArray());
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData("moons", false, true)]
    [InlineData("digits", true, false)]
    public void Rows_are_draws_where_a_law_is_asked_for(string? data, bool ofLaw, bool drawn)
    {
        var law = new DrawnData(static (_, count, _) => MadeLikelihood.Rows(count, 2));
        Assert.Equal(drawn, LikelihoodData.AreDrawn(new MadeModel(Plane, ofLaw ? law : Finite), data is null ? null : new DataRequest(data)));
    }

    [Theory]
    [InlineData(true, 0f, 3f, -7f)]
    [InlineData(false, 0f, 3f, 0.5f)]
    [InlineData(false, 0.25f, 1f, 2f)]
    [InlineData(false, 1f, -1e-6f, 2f)]
    [InlineData(true, 1f, 16777216f, 2f)]
    public void Numbers_are_whole_where_all_are(bool whole, params float[] values) => Assert.Equal(whole, LikelihoodData.IsWhole(new DataSet("x", values, 1, DataScaling.Identity)));

    private static string[] Faults(MadeModel model, DataRequest? request, DataPart? part)
    {
        var faults = new Faults();
        LikelihoodData.Read(model, request, part, new RowRange(0, 2), 0, faults);
        return faults.None ? [] : [.. Assert.Throws<UsageException>(faults.ThrowIfAny).Faults];
    }
}
