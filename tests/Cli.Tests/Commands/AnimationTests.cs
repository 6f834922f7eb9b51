using System.Text;
using ScoreSde.Cli;
using ScoreSde.Data.Npy;
using ScoreSde.Data.Png;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>Pictures of samples and of their way from noise to data.</summary>
[Trait("Category", "Once")]
public sealed class AnimationTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mixture8", "--steps 30", 25, 0)]
    [InlineData("line3", "--steps 6", 7, 0)]
    [InlineData("digits", "--steps 40 --dtype double", 25, 364)]
    [InlineData("mixture8", "--steps 30 --trajectory frames:4", 4, 0)]
    [InlineData("gaussian", "--steps 9 --trajectory 1,0.5,0", 3, 0)]
    public void An_animation_has_its_frames_in_both_formats(string model, string more, int frames, int width)
    {
        string[] words = ["sample", "--model", model, "--count", "50", .. more.Split(' ')];
        string told = ProgramRun.Done([.. words, "--animate", folder["a.gif"]]).Out;
        ProgramRun.Done([.. words, "--animate", folder["a.png"]]);
        Assert.Contains($"a.gif: {frames} frames of {(model == "digits" ? "the first 40" : "50")} samples", told, StringComparison.Ordinal);
        byte[] gif = File.ReadAllBytes(folder["a.gif"]);
        byte[] png = File.ReadAllBytes(folder["a.png"]);
        Assert.Equal("GIF89a", Encoding.ASCII.GetString(gif, 0, 6));
        Assert.Equal(frames, Occurrences(gif, [0x21, 0xF9, 4]));
        Assert.Equal(frames, Occurrences(png, "fcTL"u8.ToArray()));
        var first = PngReader.Read(png);
        Assert.True(width == 0 || first.Shape.Width == width, $"{first.Shape.Width} wide");
        Assert.Equal((first.Shape.Width, first.Shape.Height), (gif[6] | (gif[7] << 8), gif[8] | (gif[9] << 8)));

        // The last is held for two seconds.
        int last = gif.AsSpan().LastIndexOf<byte>([0x21, 0xF9, 4]);
        Assert.Equal(200, gif[last + 4] | (gif[last + 5] << 8));
    }

    [Fact]
    public void It_changes_nothing_of_the_samples_and_depends_on_no_threads()
    {
        string[] words = ["sample", "--model", "mixture8", "--solver", "em", "--steps", "10", "--count", "3000", "--seed", "4"];
        ProgramRun.Done([.. words, "--out", folder["a.npy"], "--threads", "1"]);
        ProgramRun.Done([.. words, "--out", folder["b.npy"], "--threads", "2", "--animate", folder["b.gif"]]);
        ProgramRun.Done([.. words, "--animate", folder["a.gif"], "--threads", "1"]);
        Assert.Equal(File.ReadAllBytes(folder["a.npy"]), File.ReadAllBytes(folder["b.npy"]));
        Assert.Equal(File.ReadAllBytes(folder["a.gif"]), File.ReadAllBytes(folder["b.gif"]));

        // The first samples, of however many.
        ProgramRun.Done([.. words[..^4], "--count", "1500", "--seed", "4", "--animate", folder["c.gif"]]);
        Assert.Equal(File.ReadAllBytes(folder["a.gif"]), File.ReadAllBytes(folder["c.gif"]));
    }

    [Fact]
    public void With_a_trajectory_both_have_its_states()
    {
        ProgramRun run = ProgramRun.Done("sample", "--model", "gaussian", "--steps", "8", "--count", "3", "--trajectory", "frames:3", "--out", folder["x.npy"], "--animate", folder["x.gif"]);
        Assert.Contains("x.npy: 3 × 3 × 2", run.Out, StringComparison.Ordinal);
        Assert.Contains("x.gif: 3 frames of 3 samples", run.Out, StringComparison.Ordinal);
        Assert.Equal(18, NpyFile.Load(folder["x.npy"]).Values.Length);
    }

    [Theory]
    [InlineData("sample --model gaussian --animate {f}/a.webp", "--animate writes .gif or .png, not .webp")]
    [InlineData("sample --model powerlaw64 --animate {f}/a.gif", "64 numbers a sample, neither a picture nor a point of the plane or the line, so --animate cannot show it")]
    [InlineData("sample --model powerlaw64 --image {f}/a.png", "so --image cannot show it")]
    [InlineData("sample --model digits --image {f}/a.svg", "a grid of pictures is no chart; write .png")]
    [InlineData("sample --model gaussian --trajectory 1,0 --image {f}/a.svg", "a strip of several times is no chart; write .png")]
    [InlineData("sample --model gaussian --solver dopri5 --animate {f}/a.gif", "--animate contradicts solver 'dopri5', which chooses its own steps")]
    [InlineData("sample --model gaussian --shard 1/2 --out {f}/x.npy --animate {f}/a.gif", "--shard draws a part, of which --animate would show no more than that")]
    [InlineData("sample --model gaussian", "give --out FILE.npy, --image FILE.png, --animate FILE.gif, or several")]
    [InlineData("sample --model gaussian --animate {f}/none/a.gif", "none/a.gif: cannot be written")]
    public void What_cannot_be_shown_is_refused(string line, string fragment)
    {
        ProgramRun run = ProgramRun.Of([.. line.Split(' ').Select(word => word.Replace("{f}", folder[""].TrimEnd('/'), StringComparison.Ordinal))]);
        Assert.Equal(App.BadUsage, run.Code);
        Assert.Contains(fragment, run.Error, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
        Sentences.Check(run.Error);
    }

    [Theory]
    [InlineData("mixture8", "<ellipse", "<image")]
    [InlineData("line3", "<polyline", "<rect")]
    public void A_chart_has_samples_and_the_density(string model, string element, string other)
    {
        ProgramRun run = ProgramRun.Done("sample", "--model", model, "--count", "2500", "--nfe", "20", "--image", folder["a.svg"]);
        string chart = File.ReadAllText(folder["a.svg"]);
        System.Xml.Linq.XDocument.Parse(chart);
        Assert.Contains(element, chart, StringComparison.Ordinal);
        Assert.True(chart.Split(other).Length > (model == "line3" ? 50 : 1), "The density or the bars are missing.");
        Assert.Contains(model == "line3" ? "density" : "x1", chart, StringComparison.Ordinal);
        Assert.Contains(model == "line3" ? "a.svg: picture" : "a.svg: picture of the first 2000", run.Out, StringComparison.Ordinal);
    }

    /// <summary>Own data around 10⁸ with columns of different widths: the axes have the file's numbers.</summary>
    [Fact]
    public void Axes_have_the_numbers_of_the_file()
    {
        NpyWriter<double>.Save(folder["d.npy"], [.. Enumerable.Range(0, 400).Select(static i => i % 2 == 0 ? 1e8 + Math.Sin(i) : 0.001 * Math.Cos(i))], 2);
        ProgramRun.Done("sample", "--model", $"data:{folder["d.npy"]},0.1", "--count", "50", "--nfe", "10", "--image", folder["a.svg"], "--animate", folder["a.png"]);
        string chart = File.ReadAllText(folder["a.svg"]);
        Assert.Contains(">1e8<", chart, StringComparison.Ordinal);
        Assert.Matches(">1\\.0000000[0-9]+e8<", chart);
        Assert.Contains(">0.0010<", chart, StringComparison.Ordinal);
        Assert.True(PngReader.Read(File.ReadAllBytes(folder["a.png"])).Shape.Width > 320);
    }

    [Fact]
    public void What_lies_outside_a_picture_is_told()
    {
        // One step of Euler–Maruyama from noise 50 wide leaves samples far from the data.
        string told = ProgramRun.Done("sample", "--model", "gaussian", "--process", "ve", "--solver", "em", "--grid", "uniform", "--steps", "1", "--count", "200", "--image", folder["a.png"]).Out;
        Assert.Matches("a.png: picture; [0-9]+ lie outside", told);
    }

    private static int Occurrences(byte[] bytes, byte[] part)
    {
        int count = 0;
        for (int at = 0; bytes.AsSpan(at).IndexOf(part) is >= 0 and var next; at += next + 1)
        {
            count++;
        }

        return count;
    }
}
