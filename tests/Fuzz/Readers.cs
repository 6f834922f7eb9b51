using System.Runtime.CompilerServices;
using System.Text;
using ScoreSde.Checkpoints;
using ScoreSde.Cli;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Onnx;
using ScoreSde.Diffusers;
using ScoreSde.Onnx.Networks;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Fuzz;

/// <summary>All that reads foreign bytes.</summary>
internal static class Readers
{
    private const int Common = 50;
    private const int Slow = 5;
    private const int Whole = 2;
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    /// <summary>The readers, with whole files to begin with.</summary>
    /// <param name="place">Where seeds may be made.</param>
    public static IEnumerable<Reader> All(string place)
    {
        byte[][] networks = Seeds.Networks(place);
        byte[][] runs = Seeds.Runs(place);
        byte[][] arrays = [.. new[] { "big", "bool", "float16", "fortran", "numbers", "uint16" }.Select(static name => Fixture(name + ".npy"))];
        byte[][] pictures = [.. new[] { "grey1", "grey16", "grey4", "grey8", "opaque", "palette", "rgb8" }.Select(static name => Fixture(name + ".png"))];
        byte[] table = Fixture("table.csv");
        byte[] grid = "# times\n1\n0.7\n0.4\n0.1\n0.02\n0\n"u8.ToArray();
        byte[][] tables = ["# rates\n0.1\n0.2\n0.3\n0.4\n"u8.ToArray(), "0.99\n0.9\n0.5\n0.1\n0.01\n"u8.ToArray()];
        byte[][] descriptions = [.. Directory.GetFiles(NetworkFolder(), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

        yield return new("tensors", Common, networks, Packing.None, static (folder, bytes) => TensorReader.Read(Put(folder, "f", bytes)), typeof(CheckpointException));
        yield return new("network", Common, networks, Packing.None, ReadNetwork, typeof(CheckpointException));
        yield return new("network, header", Common, [.. networks.Select(Packing.Unlengthened)], Packing.Lengthened, ReadNetwork, typeof(CheckpointException));
        yield return new("run", Common, runs, Packing.None, ReadRun, typeof(CheckpointException));
        yield return new("run, header", Common, [.. runs.Select(Packing.Unlengthened)], Packing.Lengthened, ReadRun, typeof(CheckpointException));
        yield return Data("npy", "f.npy", null, arrays, Packing.None);
        yield return new("npy labels", Common, [Fixture("words.npy"), Seeds.Labels], Packing.None, ReadLabels, typeof(DataFileException));
        yield return Data("npz", "f.npz", "y", [Fixture("stored.npz")], Packing.None);
        yield return Data("npz, array", "f.npz", null, arrays, Packing.Zip);
        yield return Data("csv", "f.csv", null, ["x,y\n1,2\n3,4\n"u8.ToArray(), "1,2\n3,4\n5,6\n7,8\n"u8.ToArray()], Packing.None);
        yield return Data("csv labels", "f.csv", "kind", [table], Packing.None);
        yield return Folder("png", "a.png", pictures, Packing.None);
        yield return Folder("png, chunks", "a.png", pictures, Packing.Png);
        yield return Folder("idx pictures", "train-images-idx3-ubyte", [Seeds.Pictures], Packing.None);
        yield return Folder("idx labels", "train-labels-idx1-ubyte", [Seeds.Labels8], Packing.None);
        yield return Folder("idx packed", "train-images-idx3-ubyte.gz", [Seeds.Pictures], Packing.Gzip);
        yield return new("grid", Common, [grid], Packing.None, static (folder, bytes) => ReadGrid(Put(folder, "f.txt", bytes)), typeof(UsageException));
        yield return new("schedule", Common, tables, Packing.None, static (folder, bytes) => ReadSchedule(Put(folder, "f.txt", bytes)), typeof(UsageException));
        yield return new("mixture", Common, Seeds.Mixtures, Packing.None, static (folder, bytes) => ReadMixture($"mixture:{Put(folder, "f.json", bytes)}"), typeof(UsageException));
        yield return new("description", Common, descriptions, Packing.None, static (folder, bytes) => DescriptionFile.Read(Put(folder, "f.json", bytes)), typeof(NetworkFileException));
        yield return new("diffusers scheduler", Common, Seeds.Schedulers, Packing.None, static (folder, bytes) => ReadFolder(folder, "scheduler/scheduler_config.json", bytes), typeof(NetworkFileException));
        yield return new("diffusers network", Common, Seeds.Configurations, Packing.None, static (folder, bytes) => ReadFolder(folder, "unet/config.json", bytes), typeof(NetworkFileException));
        yield return Graph("onnx", "exact");
        yield return Graph("onnx, pictures", "digits-by-convolution");
        yield return new("program, network", Whole, [.. networks.Select(Packing.Unlengthened)], Packing.Lengthened, static (folder, bytes) => Call("sample", "--model", Put(folder, "f.safetensors", bytes), "--steps", "2", "--count", "2", "--out", Path.Combine(folder, "x.npy")), typeof(UsageException));
        yield return new("program, run", Whole, [.. runs[..1].Select(Packing.Unlengthened)], Packing.Lengthened, static (folder, bytes) => Call("train", "--resume", Put(folder, "f.safetensors", bytes), "--data", "moons", "--threads", "1", "--out", Path.Combine(folder, "x.safetensors")), typeof(UsageException));
        yield return new("program, data", Whole, ["1,2\n3,4\n5,6\n7,8\n"u8.ToArray()], Packing.None, static (folder, bytes) => Call("train", "--data", Put(folder, "f.csv", bytes), "--steps", "1", "--width", "4", "--depth", "0", "--batch", "4", "--threads", "1", "--overwrite", "--out", Path.Combine(folder, "x.safetensors")), typeof(UsageException));
        yield return new("program, grid", Whole, [grid], Packing.None, static (folder, bytes) => Call("sample", "--model", "gaussian", "--count", "2", "--grid", Put(folder, "f.txt", bytes), "--out", Path.Combine(folder, "x.npy")), typeof(UsageException));
        yield return new("program, schedule", Whole, tables, Packing.None, static (folder, bytes) => Call("forward", "--model", "gaussian", "--count", "2", "--schedule", $"table:{Put(folder, "f.txt", bytes)}"), typeof(UsageException));
        yield return new("program, mixture", Whole, Seeds.Mixtures, Packing.None, static (folder, bytes) => Call("sample", "--model", $"mixture:{Put(folder, "f.json", bytes)}", "--steps", "2", "--count", "2", "--out", Path.Combine(folder, "x.npy")), typeof(UsageException));
        yield return new("program, description", Whole, [Network("exact.json")], Packing.None, ReadDescribed, typeof(UsageException));
    }

    private static Reader Data(string name, string file, string? labels, byte[][] seeds, Packing packing) =>
        new(name, Common, seeds, packing, (folder, bytes) => DataSets.Open(new DataRequest(Put(folder, file, bytes), labels)), typeof(DataFileException));

    // The other parts of the folder are whole.
    private static Reader Folder(string name, string file, byte[][] seeds, Packing packing) => new(name, Common, seeds, packing, (folder, bytes) =>
    {
        string inner = Directory.CreateDirectory(Path.Combine(folder, "d")).FullName;
        Put(inner, file, bytes);
        if (file.StartsWith("train", StringComparison.Ordinal))
        {
            Complete(inner, file, "train-images-idx3-ubyte", Seeds.Pictures);
            Complete(inner, file, "train-labels-idx1-ubyte", Seeds.Labels8);
            Complete(inner, file, "t10k-images-idx3-ubyte", Seeds.Pictures);
            Complete(inner, file, "t10k-labels-idx1-ubyte", Seeds.Labels8);
        }

        DataSets.Open(inner);
    }, typeof(DataFileException));

    private static void Complete(string folder, string damaged, string part, byte[] whole)
    {
        string path = Path.Combine(folder, part);
        if (!damaged.StartsWith(part, StringComparison.Ordinal) && !File.Exists(path))
        {
            File.WriteAllBytes(path, whole);
        }
    }

    private static void ReadNetwork(string folder, byte[] bytes) => Checkpoint.Load(Put(folder, "f", bytes));

    private static void ReadRun(string folder, byte[] bytes)
    {
        string path = Put(folder, "f", bytes);
        TrainingCheckpoint.StoppedAt(path);
        TrainingCheckpoint.Load(path);
    }

    private static void ReadLabels(string folder, byte[] bytes) =>
        DataSets.Open(new DataRequest(Path.Combine(FixtureFolder(), "uint16.npy"), Put(folder, "l.npy", bytes)));

    private static void ReadGrid(string path)
    {
        var faults = new Faults();
        if (GridCatalog.Find(path, faults) is { } rule)
        {
            rule.Value.Make(Process, TimeRange.Whole, 5);
        }

        faults.ThrowIfAny();
    }

    private static void ReadSchedule(string path)
    {
        var faults = new Faults();
        if (ScheduleCatalog.Read($"table:{path}", faults) is { } schedule)
        {
            var process = new VariancePreserving(schedule);
            foreach (double time in new[] { 0, 1e-9, 0.3, 0.5, 1 })
            {
                if (!double.IsFinite(process.At(time).Deviation))
                {
                    throw new InvalidOperationException($"σ({time}) is {process.At(time).Deviation}.");
                }
            }
        }

        faults.ThrowIfAny();
    }

    // What is taken has a density, which no number of the file makes nonsense.
    private static void ReadMixture(string word)
    {
        var faults = new Faults();
        if (ExactTargets.Find(word, Process, faults) is MixtureModel { Law: { Dimension: < 100 } law })
        {
            foreach (double time in new[] { 0.3, 1 })
            {
                double density = law.LogDensity(new double[law.Dimension], Process.At(time));
                if (double.IsNaN(density) || density == double.PositiveInfinity)
                {
                    throw new InvalidOperationException($"ln p(0) at t = {time} is {density}.");
                }
            }
        }

        faults.ThrowIfAny();
    }

    private static void ReadFolder(string folder, string file, byte[] bytes)
    {
        foreach (string inner in new[] { "unet", "scheduler" })
        {
            Directory.CreateDirectory(Path.Combine(folder, inner));
        }

        Once(Path.Combine(folder, "unet", "model.onnx"), static () => Network("noise-by-index.onnx"));
        Once(Path.Combine(folder, "unet", "config.json"), static () => Seeds.Configurations[0]);
        Once(Path.Combine(folder, "scheduler", "scheduler_config.json"), static () => Seeds.Schedulers[0]);
        Put(folder, file, bytes);
        DiffusersFolder.Describe(folder);
    }

    // Read alone: a graph that ONNX Runtime takes and that asks for more memory when it is run is that library's to refuse.
    private static Reader Graph(string name, string network) => new(name, Slow, [Network(network + ".onnx")], Packing.None, (folder, bytes) =>
    {
        string path = Put(folder, "f.onnx", bytes);
        Once(Path.Combine(folder, "f.json"), () => Network(network + ".json"));
        using var opened = OnnxNetwork.Load(path, threads: 1);
    }, typeof(NetworkFileException));

    private static void ReadDescribed(string folder, byte[] bytes)
    {
        string path = Path.Combine(folder, "f.onnx");
        Once(path, static () => Network("exact.onnx"));
        Put(folder, "f.json", bytes);
        Call("sample", "--model", path, "--steps", "2", "--count", "2", "--out", Path.Combine(folder, "x.npy"));
    }

    // The whole program, whose refusals are sentences on the writer of errors.
    private static void Call(params string[] words)
    {
        using var talk = new StringWriter { NewLine = "\n" };
        int code = App.Run(words, new Terminal(TextWriter.Null, talk));
        string said = talk.ToString();
        string[] lines = [.. said.Split('\n').Where(static line => line.StartsWith("scoresde: ", StringComparison.Ordinal))];
        if (code == App.Done)
        {
            return;
        }

        if (lines.Length == 0 || said.Contains("   at ", StringComparison.Ordinal) || said.Contains("Exception", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"exit code {code}: {said}");
        }

        throw new UsageException([lines[0]]);
    }

    private static string Put(string folder, string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static void Once(string path, Func<byte[]> content)
    {
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, content());
        }
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(FixtureFolder(), name));

    private static byte[] Network(string name) => File.ReadAllBytes(Path.Combine(NetworkFolder(), name));

    private static string FixtureFolder() => Path.Combine(Tests(), "Score.Tests", "Data", "Fixtures");

    private static string NetworkFolder() => Path.Combine(Tests(), "Score.Onnx.Tests", "Networks");

    private static string Tests([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;
}
