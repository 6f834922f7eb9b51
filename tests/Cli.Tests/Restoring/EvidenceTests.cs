using ScoreSde.Cli.Restoring;
using ScoreSde.Cli.Tables;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;
using ScoreSde.Particles;
using ScoreSde.Sampling;

namespace ScoreSde.Tests.Restoring;

[Trait("Category", "Once")]
public sealed class EvidenceTests
{
    private static readonly string[] Rows = ["ln p(y), nats|-3.50", "its standard error|0.250", "least effective particles of 8|2.50", "times drawn again|4.00"];

    [Theory]
    [InlineData(3, 1.999, true)]
    [InlineData(3, 2, false)]
    [InlineData(2, 1.5, false)]
    [InlineData(1, 1, false)]
    [InlineData(1000, 1, true)]
    public void Particles_are_degenerate_where_fewer_than_two_of_three_or_more_count(int particles, double effective, bool degenerate) =>
        Assert.Equal(degenerate, new Evidence(-1, 0.1, [-1], particles, effective, 2).IsDegenerate);

    [Fact]
    public void The_warning_says_how_many_counted() => Assert.Equal(
        "Of 8 particles 1.25 counted at worst, so that neither the samples nor p(y) can be relied on: give more --particles, more --steps or a larger --noise.",
        new Evidence(-1, 0.1, [-1], 8, 1.25, 2).Sentence());

    [Fact]
    public void A_single_sample_has_evidence_without_an_error()
    {
        var many = new Evidence(-3.5, 0.25, [-3, -4], 8, 2.5, 4);
        Assert.Equal(Rows, many.Rows().Select(static row => string.Join('|', row)));
        Assert.Equal([Rows[0], .. Rows[2..]], (many with { Error = double.NaN }).Rows().Select(static row => string.Join('|', row)));
    }

    /// <summary>A density of three numbers, each of which is 4 times as long in the data's units.</summary>
    [Fact]
    public void A_density_is_divided_by_the_scale_of_each_number_that_was_measured()
    {
        var found = new EvidenceSamples<double>(new SampleSet<double>([0, 0], 2, 1, 6), [0, 0], [-1, -3], [2, 3], [4, 7]);
        var evidence = Evidence.Of(found, 8, 3, 4);
        double units = 3 * Math.Log(4);
        Assert.Equal(Math.Log((Math.Exp(-1) + Math.Exp(-3)) / 2) - units, evidence.Log, 1e-12);
        Assert.Equal(-1 - units, evidence.Logs[0], 1e-12);
        Assert.Equal(-3 - units, evidence.Logs[1], 1e-12);

        // Of weights w₁, w₂ of mean m: √((Σ w²/m² − 2)/2), the error of their mean in its own unit.
        (double first, double second) = (Math.Exp(-1), Math.Exp(-3));
        double mean = (first + second) / 2;
        Assert.Equal(Math.Sqrt(((((first * first) + (second * second)) / (mean * mean)) - 2) / 2), evidence.Error, 1e-12);
        Assert.Equal((8, 2.5, 5.5), (evidence.Particles, evidence.Effective, evidence.Resamplings));
    }

    [Fact]
    public void The_table_has_the_evidence_and_its_note_and_the_residual_in_units_of_the_error_where_there_is_one()
    {
        RestoreSettings settings = MadeRestoration.Settings(MadeRestoration.Model(2), 0.5, 2, new Mask([true, false]));
        Restoration plain = MadeRestoration.Result(settings, [1, 2], [1.5], 1, 2, 3, 4);
        var fit = new MeasurementFit(plain.Residual, 0.5, 2, 3);
        ReportTable table = RestoreTable.Of(settings, plain, fit);
        Assert.Equal("normal, compressed:1: 1 of 2 numbers, σ_y = 0.500, mmps, 2 samples", table.Title);
        Assert.Equal(
            ["error of the mean|1.00", "error of a sample|1.41", "deviation of samples|1.41", "residual |y − A x||1.12", "residual / σ_y|2.24"],
            table.Rows.Select(static row => string.Join('|', row)));
        Assert.Equal(2, table.Notes.Count);
        Assert.EndsWith(" σ_y all but twice in a million times, data drawn blindly one of 6.00 σ_y.", table.Notes[1], StringComparison.Ordinal);
        var weighed = new Restoration(plain.Truth, plain.Measurement, plain.Samples) { Evidence = new Evidence(-3.5, 0.25, [-3, -4], 8, 2.5, 4) };
        table = RestoreTable.Of(settings with { Noise = 0 }, weighed, fit);
        Assert.Equal(["residual |y − A x||1.12", .. Rows], table.Rows.Skip(3).Select(static row => string.Join('|', row)));
        Assert.Equal(3, table.Notes.Count);
        Assert.Equal("The residual of data drawn blindly is 3.00.", table.Notes[1]);
        Assert.StartsWith("p(y) is the density of the measurement in the same units", table.Notes[2], StringComparison.Ordinal);
    }
}
