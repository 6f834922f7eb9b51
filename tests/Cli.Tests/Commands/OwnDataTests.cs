using ScoreSde.Cli;
using ScoreSde.Cli.Output;
using ScoreSde.Data.Npy;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

/// <summary>A network of own data, from training to samples: its data is found again, and nothing of its units is lost.</summary>
public sealed class OwnDataTests : IDisposable
{
    private static readonly string[] Short = ["--steps", "20", "--width", "8", "--depth", "0", "--batch", "8"];

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_named_like_data_of_the_program_is_not_taken_for_it()
    {
        // Far from the program's moons, whose points lie around 0.
        NpyWriter<double>.Save(folder["moons.npy"], Waves(100, 50, 10), 2);
        Train("moons.npy", "--process", "vp");
        string table = ProgramRun.Done("compare", "--model", folder["m"], "--solvers", "em", "--nfe", "5", "--count", "40").Out;
        Assert.Contains("40 real training rows against the 20 held-out rows", table, StringComparison.Ordinal);
        Assert.Contains("20 real held-out rows against the 80 training rows", ProgramRun.Done("compare", "--model", folder["m"], "--part", "training", "--solvers", "em", "--nfe", "5", "--count", "40").Out, StringComparison.Ordinal);
        Assert.Contains("20 held-out rows of moons", ProgramRun.Done("likelihood", "--model", folder["m"], "--steps", "32").Out, StringComparison.Ordinal);
        Assert.Contains("80 training rows of moons", ProgramRun.Done("likelihood", "--model", folder["m"], "--steps", "32", "--part", "training").Out, StringComparison.Ordinal);
        Assert.Contains(", 80 rows of data", ProgramRun.Done("forward", "--model", folder["m"]).Out, StringComparison.Ordinal);
        File.Delete(folder["moons.npy"]);
        foreach (string verb in new[] { "compare", "forward", "likelihood" })
        {
            ProgramRun run = ProgramRun.Of(verb, "--model", folder["m"]);
            Assert.Equal(App.Failed, run.Code);
            Assert.Contains("moons.npy', which is not there; give --data FILE", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1e8, "float64")]
    [InlineData(0, "float32")]
    public void Samples_come_back_in_the_units_of_the_file(double mean, string kind)
    {
        NpyWriter<double>.Save(folder["d.npy"], Waves(400, mean, 1), 2);
        Train("d.npy");
        ProgramRun run = ProgramRun.Done("sample", "--model", folder["m"], "--count", "300", "--steps", "10", "--out", folder["x.npy"]);
        Assert.Contains($"300 × 2 {kind}", run.Out, StringComparison.Ordinal);

        // The first column has deviation 1/√2 around the mean, the second 1e5/√2; the network knows little more than that.
        double[] values = Doubles(folder["x.npy"]);
        (double first, double second) = (Deviation(values, 0), Deviation(values, 1) / 1e5);
        Assert.InRange(first / second, 0.5, 2);
        Assert.InRange(first, 0.05, 5);
        Assert.InRange(values.Where((_, i) => i % 2 == 0).Average() - mean, -1, 1);
    }

    [Fact]
    public void The_density_is_that_of_the_files_units()
    {
        NpyWriter<double>.Save(folder["d.npy"], Waves(100, 1e8, 1), 2);
        NpyWriter<double>.Save(folder["scaled.npy"], [.. Waves(100, 1e8, 1).Select((value, i) => i % 2 == 0 ? 1000 * value : value)], 2);
        double[] plain = LogDensities("d.npy");
        double[] scaled = LogDensities("scaled.npy");
        Assert.All(plain.Zip(scaled), pair => Assert.Equal(pair.First - Math.Log(1000), pair.Second, 1e-3));
    }

    [Fact]
    public void Labels_are_asked_for_by_the_words_of_the_data()
    {
        File.WriteAllText(folder["pets.csv"], "kind,x,y\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{(i % 2 == 0 ? "cat" : "dog")},{i},{i % 7}\n")));
        Train("pets.csv", "--labels", "kind");
        ProgramRun.Done("sample", "--model", folder["m"], "--label", "dog", "--count", "3", "--steps", "2", "--out", folder["x.npy"]);
        ProgramRun cow = ProgramRun.Of("sample", "--model", folder["m"], "--label", "cow", "--out", folder["x.npy"]);
        Assert.Equal(App.BadUsage, cow.Code);
        Assert.Contains("not 'cow'; the classes are cat, dog", cow.Error, StringComparison.Ordinal);
        Assert.Contains("label", ProgramRun.Done("compare", "--model", folder["m"], "--solvers", "heun", "--nfe", "5", "--count", "40", "--all").Out, StringComparison.Ordinal);
        ProgramRun.Done("likelihood", "--model", folder["m"], "--data", folder["pets.csv"], "--steps", "32");
    }

    [Fact]
    public void The_printed_command_goes_on_in_any_folder()
    {
        Directory.CreateDirectory(folder["my data"]);
        NpyWriter<double>.Save(folder["my data/d.npy"], Waves(100, 3, 1), 2);
        string[] words = ["train", "--data", folder["my data/d.npy"], "--steps", "40", "--width", "8", "--depth", "0", "--batch", "8"];
        ProgramRun.Done([.. words, "--out", folder["whole"]]);
        using var stop = new CancellationTokenSource();
        using var talk = new StoppingWriter("step 12 of 40", stop) { NewLine = "\n" };
        Assert.Equal(App.Failed, App.Run([.. words, "--out", folder["my data/m"]], new Terminal(TextWriter.Null, talk) { Cancellation = stop.Token }));
        Assert.Contains($"--out '{folder["my data/m"]}'", talk.ToString(), StringComparison.Ordinal);

        double[] turned = [.. Waves(100, 3, 1).Chunk(2).Reverse().SelectMany(row => row)];
        NpyWriter<double>.Save(folder["turned.npy"], turned, 2);
        ProgramRun other = ProgramRun.Of("train", "--resume", "--out", folder["my data/m"], "--data", folder["turned.npy"]);
        Assert.Equal(App.Failed, other.Code);
        Assert.Contains("was trained on other data than --data", other.Error, StringComparison.Ordinal);

        ProgramRun.Done("train", "--resume", "--out", folder["my data/m"]);
        ProgramRun.Done("sample", "--model", folder["whole"], "--count", "5", "--out", folder["a.npy"]);
        ProgramRun.Done("sample", "--model", folder["my data/m"], "--count", "5", "--out", folder["b.npy"]);
        Assert.Equal(File.ReadAllBytes(folder["a.npy"]), File.ReadAllBytes(folder["b.npy"]));
    }

    [Fact]
    public void Colour_pictures_are_shown_in_colour()
    {
        byte[] head = System.Text.Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (20, 3, 4, 4), }".PadRight(117) + "\n");
        File.WriteAllBytes(folder["c.npy"], [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. head, .. Enumerable.Range(0, 960).Select(i => (byte)(i * 7))]);
        Train("c.npy");
        ProgramRun.Done("sample", "--model", folder["m"], "--count", "4", "--steps", "2", "--image", folder["x.png"], "--out", folder["x.npy"]);
        Assert.Equal(2, File.ReadAllBytes(folder["x.png"])[25]);
        ProgramRun.Done("forward", "--model", folder["m"], "--image", folder["f.png"]);
        Assert.Equal(2, File.ReadAllBytes(folder["f.png"])[25]);
    }

    private void Train(string data, params string[] more) =>
        ProgramRun.Done(["train", "--data", folder[data], "--out", folder["m"], .. Short, .. more]);

    private double[] LogDensities(string data)
    {
        Train(data);
        ProgramRun.Done("likelihood", "--model", folder["m"], "--steps", "32", "--dtype", "double", "--out", folder["p.npy"]);
        return [.. Doubles(folder["p.npy"]).Where((_, i) => i % 3 == 0)];
    }

    private static double[] Waves(int rows, double mean, double deviation) =>
        [.. Enumerable.Range(0, rows).SelectMany(i => new[] { mean + (deviation * Math.Sin(1.7 * i)), 1e5 * Math.Cos(2.3 * i) })];

    private static double Deviation(double[] values, int column)
    {
        double[] chosen = [.. values.Where((_, i) => i % 2 == column)];
        double mean = chosen.Average();
        return Math.Sqrt(chosen.Average(value => (value - mean) * (value - mean)));
    }

    // NpyFile.Load rounds to float, which the numbers here do not bear.
    private static double[] Doubles(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int start = 10 + bytes[8];
        bool isDouble = System.Text.Encoding.ASCII.GetString(bytes, 0, start).Contains("<f8", StringComparison.Ordinal);
        int width = isDouble ? 8 : 4;
        return [.. Enumerable.Range(0, (bytes.Length - start) / width).Select(i =>
            isDouble ? BitConverter.ToDouble(bytes, start + (i * width)) : BitConverter.ToSingle(bytes, start + (i * width)))];
    }
}
