using System.Text;
using System.Text.Json;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Cli.Tables;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Tests.Likelihoods;

[Trait("Category", "Once")]
public sealed class LikelihoodReportTests
{
    private static readonly DataDescription Plane = new("rows", 4, 2, 0, null, DataScaling.Identity);

    /// <summary>A tenth of a nat, or a hundredth of the mean where that is more.</summary>
    [Theory]
    [InlineData(0.1, 0, true)]
    [InlineData(0.100001, 0, false)]
    [InlineData(0.1, -9, true)]
    [InlineData(0.100001, 9, false)]
    [InlineData(0.5, -50, true)]
    [InlineData(0.5, 50, true)]
    [InlineData(0.500001, -50, false)]
    [InlineData(0.500001, 50, false)]
    public void Errors_are_small_up_to_a_hundredth_of_the_mean_or_a_tenth_of_a_nat(double error, double mean, bool small)
    {
        Assert.Equal(small, LikelihoodReport.IsSmall([error], mean));
        Assert.Equal(small, LikelihoodReport.IsSmall([0.5 * error, 1.5 * error], mean));
        Assert.Equal(small, Made([mean - 1, mean + 1], [error, error], [0, 0]).IsTrusted);
        LikelihoodReport differenced = Made([mean - 1, mean + 1], [0, 0], [0, 0]) with { DifferenceStep = 0.01, DifferenceError = error };
        Assert.True(differenced.IsTrusted);
        Assert.Equal(small, differenced.DifferencesAreTrusted);
    }

    [Fact]
    public void Without_differences_there_is_nothing_to_distrust_in_them() => Assert.True(Made([-1, -2], [9, 9], [0, 0]).DifferencesAreTrusted);

    [Fact]
    public void Probes_add_the_root_of_the_squares_of_their_errors_over_the_rows() => Assert.Equal(2.5, Made([-1, -2], [0, 0], [3, 4]).ProbeError);

    [Fact]
    public void Bits_are_those_of_whole_numbers_made_continuous_alone()
    {
        Assert.Null(Made([-1, -2], [0, 0], [0, 0]).BitsPerDimension);
        Assert.Equal(3 / (2 * Math.Log(2)), Whole().BitsPerDimension!.Value, 1e-12);
    }

    [Fact]
    public void The_table_has_differences_closed_form_bits_and_bounds_where_there_are_such()
    {
        LikelihoodReport plain = Made([-2, -4], [0.01, 0.03], [0, 0]);
        Assert.Equal(
            ["mean ln p|-3.00000", "standard error over the rows|1.00", "error of the steps, mean of its estimate|0.0200", "error of the steps, largest estimate|0.0300"],
            Lines(plain));
        LikelihoodReport all = Whole() with
        {
            LargestGap = 0.5,
            DifferenceStep = 0.0625,
            DifferenceError = 0.25,
            Shift = 10,
            Bound = new BoundTerms([1, 2], [3, 5], [7, 9]),
            Weighted = new WeightedTerms([-4, -6], [1.5, 2.5]),
        };
        Assert.Equal(
            [
                "mean ln p|-3.00000", "standard error over the rows|1.00", "error of the steps, mean of its estimate|0.0200", "error of the steps, largest estimate|0.0300",
                "largest change with differences of 0.125 σ|0.250", "largest difference from the closed form|0.500", "bits per number|2.1640",
                "variational bound on ln p|-23.50000", "its standard error|2.50", "L_T|1.50", "L_1 + … + L_(T−1)|4.00", "L_0|18.0",
                "bound of 2 weighted paths on ln p|-15.00000", "its standard error|1.00", "paths that carry its weight, mean|2.00",
            ],
            Lines(all with { Settings = all.Settings with { Paths = 2 } }));
        Assert.Equal(["ln p", "error of the steps", "error of the probes", "variational bound", "weighted bound"], all.Columns().Select(static column => column.Name));
        Assert.Equal([[-2, -4], [0.01, 0.03], [0, 0], [-21, -26], [-14, -16]], all.Columns().Select(static column => column.Values));
        Assert.Equal(3, plain.Columns().Count());
    }

    [Fact]
    public void The_error_of_probes_stands_in_the_table_where_probes_were_taken_and_more_than_one()
    {
        LikelihoodSettings random = MadeLikelihood.Settings(new MadeModel(Plane), MadeLikelihood.Rows(2, 2), null, new Hutchinson(2));
        Assert.Contains("standard error of the probes|2.50", Lines(MadeLikelihood.Report(random, [-2, -4], [0, 0], [3, 4])));
        LikelihoodReport one = MadeLikelihood.Report(random, [-2, -4], [0, 0], [double.NaN, double.NaN]);
        Assert.DoesNotContain(Lines(one), static line => line.StartsWith("standard error of the probes", StringComparison.Ordinal));
        Assert.Contains("One probe a row: there is no standard error of its own; two or more --probes have one.", one.ToTable().Notes);
        Assert.DoesNotContain(Lines(Made([-2, -4], [0, 0], [3, 4])), static line => line.StartsWith("standard error of the probes", StringComparison.Ordinal));
    }

    [Fact]
    public void Notes_say_what_ends_the_flow_what_bounds_are_of_and_how_a_trace_was_had()
    {
        LikelihoodReport plain = Made([-2, -4], [0, 0], [0, 0]);
        const string Evaluations = "12 evaluations a row (a product with the Jacobian counts as two), step doubling included.";
        Assert.Equal(["At t = 1: the prior.", Evaluations], plain.ToTable().Notes);
        Assert.Equal(["At t = 1: the exact law. --prior takes the prior instead.", Evaluations], (plain with { Settings = plain.Settings with { ExactEnd = true } }).ToTable().Notes);
        LikelihoodReport bound = Whole() with { Bound = new BoundTerms([1, 2], [3, 5], [7, 9]), DifferenceStep = 0.0625 };
        Assert.Equal(
            [
                "At t = 1: the prior.", "Whole numbers were made continuous by uniform noise on [-1/2, 1/2]; bits per number bound theirs from above.",
                "Bounds: of the chain with variance β.",
                "The network has no Jacobian: its trace by central differences of step 0.0625 σ, judged on the first rows by twice that step.", Evaluations,
            ],
            bound.ToTable().Notes);
        Assert.Contains("Bounds: of the chain with the variances that the network learned.", (bound with { LearnsVariance = true }).ToTable().Notes);
        Assert.DoesNotContain("Bounds: of the chain with the variances that the network learned.", (plain with { LearnsVariance = true }).ToTable().Notes);
    }

    [Theory]
    [InlineData(DataPart.HeldOut, "held-out ", "held-out")]
    [InlineData(DataPart.Training, "training ", "training")]
    [InlineData(DataPart.All, "", "all")]
    [InlineData(null, "", "drawn")]
    public void The_part_is_named_in_table_and_json(DataPart? part, string inTable, string inJson)
    {
        LikelihoodReport report = MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(Plane), MadeLikelihood.Rows(2, 2), part), [-2, -4], [0, 0], [0, 0]);
        Assert.Equal($"made: vp (linear:0.1,20), 2 {inTable}rows of rows, rk4-sigma, grid lambda, 64 steps, exact divergence, seed 3", report.ToTable().Title);
        Assert.Equal(inJson, Json(report).GetProperty("part").GetString());
    }

    [Fact]
    public void Json_has_the_figures_in_the_units_of_the_data_and_null_for_those_that_are_not_there()
    {
        JsonElement plain = Json(Made([-2, -4], [0.01, 0.03], [double.NaN, double.NaN]));
        foreach (string name in (string[])["probeError", "differenceStep", "differenceError", "largestDifferenceFromClosedForm", "bitsPerDimension", "variationalBound", "weightedBound", "weightedBoundError", "effectivePaths"])
        {
            Assert.Equal(JsonValueKind.Null, plain.GetProperty(name).ValueKind);
        }

        Assert.False(plain.GetProperty("exactLawAtEnd").GetBoolean());
        Assert.False(plain.GetProperty("dequantised").GetBoolean());
        Assert.Equal(12, plain.GetProperty("evaluations").GetInt32());
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("rows")[1].GetProperty("probeError").ValueKind);
        LikelihoodReport whole = Whole();
        JsonElement all = Json(whole with
        {
            Settings = whole.Settings with { ExactEnd = true },
            LargestGap = 0.5,
            DifferenceStep = 0.0625,
            DifferenceError = 0.25,
            Shift = 10,
            Bound = new BoundTerms([1, 2], [3, 5], [7, 9]),
            Weighted = new WeightedTerms([-4, -6], [1.5, 2.5]),
        });
        (string Name, double Value)[] expected =
        [
            ("meanLogDensity", -3), ("standardError", 1), ("probeError", 0), ("meanStepError", 0.02), ("largestStepError", 0.03), ("differenceStep", 0.0625), ("differenceError", 0.25),
            ("largestDifferenceFromClosedForm", 0.5), ("bitsPerDimension", 3 / (2 * Math.Log(2))), ("variationalBound", -23.5), ("weightedBound", -15), ("weightedBoundError", 1), ("effectivePaths", 2),
            ("seconds", 1), ("seed", 3), ("steps", 64),
        ];
        Assert.All(expected, one => Assert.Equal(one.Value, all.GetProperty(one.Name).GetDouble(), 1e-12));
        Assert.True(all.GetProperty("exactLawAtEnd").GetBoolean());
        Assert.True(all.GetProperty("dequantised").GetBoolean());
        Assert.Equal([-2, -4], all.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("logDensity").GetDouble()));
        Assert.Equal([0.01, 0.03], all.GetProperty("rows").EnumerateArray().Select(static row => row.GetProperty("stepError").GetDouble()));
    }

    private static LikelihoodReport Made(double[] values, double[] steps, double[] probes) =>
        MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(Plane), MadeLikelihood.Rows(2, 2)), values, steps, probes);

    private static LikelihoodReport Whole() =>
        MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(Plane), MadeLikelihood.Rows(2, 2), dequantises: true), [-2, -4], [0.01, 0.03], [0, 0]);

    private static string[] Lines(LikelihoodReport report)
    {
        ReportTable table = report.ToTable();
        return [.. table.Rows.Select(static row => string.Join('|', row))];
    }

    private static JsonElement Json(LikelihoodReport report)
    {
        using var stream = new MemoryStream();
        LikelihoodJson.Write(stream, report);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        return document.RootElement.Clone();
    }
}
