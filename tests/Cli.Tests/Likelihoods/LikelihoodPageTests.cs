using System.Buffers.Binary;
using System.Text;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Data;
using ScoreSde.Likelihood;

namespace ScoreSde.Tests.Likelihoods;

[Trait("Category", "Once")]
public sealed class LikelihoodPageTests
{
    private const string Untrusted = ", so these values cannot be trusted.";

    /// <summary>Of few rows half, of many eight: none is among both the least and the most likely.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(15, 7)]
    [InlineData(16, 8)]
    [InlineData(17, 8)]
    [InlineData(40, 8)]
    public void Eight_rows_at_either_end_are_shown_or_half_of_them(int rows, int shown)
    {
        // Row i has the rank 7 i mod rows, or i where 7 divides their number.
        int[] rank = [.. Enumerable.Range(0, rows).Select(row => rows % 7 == 0 ? row : 7 * row % rows)];
        string page = Page(Report(2, rows, rank.Select(static one => one - 50.0)));
        Assert.Equal(shown > 0, page.Contains("<h3>The least likely rows</h3>", StringComparison.Ordinal));
        string[] least = RowsUnder(page, "The least likely rows");
        string[] most = RowsUnder(page, "The most likely rows");
        Assert.Equal(Enumerable.Range(0, shown).Select(place => $"{Array.IndexOf(rank, place)}"), least);
        Assert.Equal(Enumerable.Range(0, shown).Select(place => $"{Array.IndexOf(rank, rows - 1 - place)}"), most);
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(5, "0, 1.00, 2.00, 3.00, 4.00")]
    [InlineData(6, "0, 1.00, 2.00, 3.00, 4.00, 5.00")]
    [InlineData(7, "0, 1.00, 2.00, 3.00, 4.00, 5.00, …")]
    public void Six_numbers_of_a_row_are_shown(int dimension, string numbers) => Assert.Contains(
        $"<tr><td class=\"n\" data-v=\"0\">0</td><td class=\"n\" data-v=\"-9\">-9.00</td><td class=\"n\" data-v=\"0.25\">0.250</td><td>{numbers}</td></tr>",
        Page(Report(dimension, 2, [-9, -8], [0.25, 0.5])),
        StringComparison.Ordinal);

    [Fact]
    public void A_row_has_the_name_of_its_class_where_the_model_knows_classes()
    {
        DataSet rows = MadeLikelihood.Rows(4, 1, [2, 0, 1, 1], 3);
        var known = new DataDescription("rows", 4, 1, 3, null, DataScaling.Identity) { ClassNames = ["cat", "dog", "eel"] };
        string page = Page(MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(known), rows), [-4, -3, -2, -1], [0, 0, 0, 0], [0, 0, 0, 0]));
        Assert.Equal(["0, class eel", "1.00, class cat", "3.00, class dog", "2.00, class dog"], page.Split("</td></tr>")[..4].Select(static row => row[(row.LastIndexOf('>') + 1)..]));
        var unknown = new DataDescription("rows", 4, 1, 0, null, DataScaling.Identity);
        Assert.DoesNotContain(", class", Page(MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(unknown), rows), [-4, -3, -2, -1], [0, 0, 0, 0], [0, 0, 0, 0])), StringComparison.Ordinal);
        Assert.DoesNotContain(", class", Page(MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(known), MadeLikelihood.Rows(4, 1)), [-4, -3, -2, -1], [0, 0, 0, 0], [0, 0, 0, 0])), StringComparison.Ordinal);
    }

    /// <summary>64 points across, or the pixel itself where a picture has more, and a frame of four.</summary>
    [Theory]
    [InlineData(8, 64)]
    [InlineData(4, 64)]
    [InlineData(5, 60)]
    [InlineData(16, 64)]
    [InlineData(33, 33)]
    [InlineData(64, 64)]
    [InlineData(65, 65)]
    [InlineData(100, 100)]
    public void Pictures_of_any_width_are_enlarged_to_about_64_points(int width, int across)
    {
        var shape = new ImageShape(1, width);
        var data = new DataDescription("rows", 2, width, 2, shape, new DataScaling(8, 8)) { ClassNames = ["a", "b"] };
        string page = Page(MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(data), MadeLikelihood.Rows(2, width, [1, 0], 2, shape)), [-9, -8], [0, 0], [0, 0]));
        Assert.Contains("<figcaption>row 0, class b: -9.00 nats</figcaption>", page, StringComparison.Ordinal);
        Assert.Contains("<figcaption>row 1, class a: -8.00 nats</figcaption>", page, StringComparison.Ordinal);
        byte[] png = Convert.FromBase64String(page.Split("data:image/png;base64,")[1].Split('"')[0]);
        Assert.Equal(across + 8, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
    }

    [Theory]
    [InlineData(0.1, null, true)]
    [InlineData(0.2, null, false)]
    [InlineData(0.1, 0.1, true)]
    [InlineData(0.1, 0.2, false)]
    [InlineData(0.2, 0.2, false)]
    public void Values_are_trusted_where_steps_and_differences_leave_little(double steps, double? differences, bool trusted)
    {
        string page = Page(Report(2, 2, [-9, -7], [steps, steps]) with { DifferenceError = differences, DifferenceStep = differences });
        Assert.Contains($" The steps leave an error of about {steps:F3} nats a row{(trusted ? "." : Untrusted)}</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_has_mean_bits_and_the_error_of_probes()
    {
        string page = Page(Report(2, 2, [-9, -7], [0, 0]));
        Assert.Contains("<p class=\"verdict\">The mean of ln p is -8.0 &#177; 1.0 nats over 2 rows. The steps leave an error of about 0 nats a row.</p>", page, StringComparison.Ordinal);
        Assert.Contains("estimate of what the steps leave of error in each row.</p>", page, StringComparison.Ordinal);
        var data = new DataDescription("rows", 2, 2, 0, null, DataScaling.Identity);
        LikelihoodSettings settings = MadeLikelihood.Settings(new MadeModel(data), MadeLikelihood.Rows(2, 2), null, new Hutchinson(2), dequantises: true);
        page = Page(MadeLikelihood.Report(settings, [-9, -7], [0, 0], [3, 4]));
        Assert.Contains(" nats over 2 rows. That is 5.8 &#177; 0.7 bits for each number. The random probes leave an error of 2.50 in the mean. The steps leave", page, StringComparison.Ordinal);
        Assert.Contains("estimate of what the steps leave of error in each row, and what the random probes leave (squares).</p>", page, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"how bits for each number are spread over the rows\"", page, StringComparison.Ordinal);
    }

    private static LikelihoodReport Report(int dimension, int rows, IEnumerable<double> values, double[]? steps = null)
    {
        var data = new DataDescription("rows", rows, dimension, 0, null, DataScaling.Identity);
        return MadeLikelihood.Report(MadeLikelihood.Settings(new MadeModel(data), MadeLikelihood.Rows(rows, dimension)), [.. values], steps ?? new double[rows], new double[rows]);
    }

    private static string Page(LikelihoodReport report)
    {
        using var stream = new MemoryStream();
        LikelihoodPage.Write(stream, report);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string[] RowsUnder(string page, string title)
    {
        string[] parts = page.Split($"<h3>{title}</h3>");
        return parts.Length < 2 ? [] : [.. parts[1].Split("</tbody>")[0].Split("<tr><td class=\"n\" data-v=\"")[1..].Select(static row => row.Split('"')[0])];
    }
}
