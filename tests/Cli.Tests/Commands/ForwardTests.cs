using System.Globalization;
using ScoreSde.Data.Png;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class ForwardTests
{
    [Fact]
    public void The_table_is_as_kept() =>
        Golden.Check("forward", ProgramRun.Done("forward", "--model", "gaussian", "--times", "1,0,0.333", "--chain", "10", "--count", "100").Out);

    [Theory]
    [InlineData("digits", "float")]
    [InlineData("mixture8", "double")]
    public void Chain_and_closed_form_agree_with_theory(string model, string dtype)
    {
        string table = ProgramRun.Done("forward", "--model", model, "--chain", "50", "--count", "1000", "--dtype", dtype, "--seed", "5").Out;
        double[][] rows = [.. table.Split('\n').Where(line => line.StartsWith(' ') && !line.Contains('t', StringComparison.Ordinal)).Select(Numbers)];
        Assert.Equal(7, rows.Length);
        double numbers = 1000 * (model == "digits" ? 64 : 2);
        foreach (double[] row in rows)
        {
            (double sigma, double spread) = (row[3], row[7]);

            // The data is given, so chance comes from the noise alone; 5 standard errors, and half a unit of the last digit shown.
            double meanError = (5 * sigma / Math.Sqrt(numbers)) + 1e-4;
            double spreadError = (5 * sigma / Math.Sqrt(numbers)) + 1e-4;
            Assert.InRange(row[5] - row[4], -meanError, meanError);
            Assert.InRange(row[6] - row[4], -meanError, meanError);
            Assert.InRange(row[8] - spread, -spreadError, spreadError);
            Assert.InRange(row[9] - spread, -spreadError, spreadError);
        }
    }

    [Fact]
    public void A_strip_of_pictures_is_written()
    {
        using var folder = new Folder();
        ProgramRun.Done("forward", "--model", "digits", "--times", "0,1", "--count", "10", "--image", folder["a.png"]);
        ProgramRun.Done("forward", "--model", "mixture8", "--process", "ve", "--times", "0,1", "--count", "10", "--image", folder["b.png"]);
        Assert.Equal(["a.png", "b.png"], folder.Files);
    }

    [Theory]
    [InlineData("mixture8")]
    [InlineData("line3")]
    public void A_strip_of_points_has_a_square_for_each_time(string model)
    {
        using var folder = new Folder();
        int[] widths = [.. new[] { "0", "0,1", "0,0.5,1" }.Select(times =>
        {
            ProgramRun.Done("forward", "--model", model, "--times", times, "--count", "200", "--image", folder["a.png"]);
            return PngReader.Read(File.ReadAllBytes(folder["a.png"])).Shape.Width;
        })];
        Assert.True(widths[0] > 220);
        Assert.Equal([widths[0], 2 * widths[0], 3 * widths[0]], widths);
    }

    /// <summary>Under noise that spreads far the last column shows all of it, and its axes say how far.</summary>
    [Fact]
    public void A_column_shows_the_noise_of_its_time()
    {
        using var folder = new Folder();
        ProgramRun.Done("forward", "--model", "mixture8", "--process", "ve", "--times", "1", "--count", "500", "--image", folder["a.png"]);
        var picture = PngReader.Read(File.ReadAllBytes(folder["a.png"]));
        int points = Enumerable.Range(0, picture.Values.Length / 3).Count(i => picture.Values[3 * i] > picture.Values[(3 * i) + 2] + 60);

        // Each point is some pixels of orange.
        Assert.InRange(points, 400, 3000);
    }

    /// <summary>At t = 0 the strip shows the data: its blackest and its whitest pixels.</summary>
    [Fact]
    public void A_strip_is_in_the_units_of_the_data()
    {
        using var folder = new Folder();
        ProgramRun.Done("forward", "--model", "digits", "--times", "0", "--count", "9", "--image", folder["a.png"]);
        ushort[] values = PngReader.Read(File.ReadAllBytes(folder["a.png"])).Values;
        Assert.Equal((0, 255), (values.Min(), values.Max()));
        Assert.True(values.Count(static value => value is < 16 or > 239) > values.Length / 4);
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
