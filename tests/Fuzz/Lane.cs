using System.Diagnostics;
using System.Text.RegularExpressions;
using ScoreSde.Noise;

namespace ScoreSde.Fuzz;

/// <summary>
/// One reader and its inputs, in an order that the seed alone decides. An input that was answered as none before joins those that are damaged further: a refusal is a
/// place in the reader, so a new sentence is new ground.
/// </summary>
internal sealed partial class Lane(Reader reader, ulong seed, uint number, string folder)
{
    /// <summary>The longest that one input may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private const long FreeBytes = 10_000_000;
    private const int MostMessage = 700;
    private const int MostFindings = 20;
    private const int Tries = 3;

    private readonly Mutator mutator = new(new NoiseKey(seed, number, NoisePurpose.Data));
    private readonly List<byte[]> inputs = [.. reader.Seeds];
    private readonly HashSet<string> answers = [];
    private readonly HashSet<string> faults = [];

    /// <summary>What it reads.</summary>
    public string Name => reader.Name;

    /// <summary>Inputs that were read so far.</summary>
    public int Count { get; private set; }

    /// <summary>Those that were read without a refusal.</summary>
    public int Taken { get; private set; }

    /// <summary>Different sentences, apart from numbers and what they quote.</summary>
    public int Answers => answers.Count;

    /// <summary>The longest time of one input, the least of three where it is long.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>The most bytes that were allocated above twice the length of an input.</summary>
    public long Greediest { get; private set; }

    /// <summary>What is not as is promised, one for each kind.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Reads the seeds as they are, and then so many inputs.</summary>
    public void Run(int count, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (byte[] whole in reader.Seeds)
        {
            if (Answer(reader.Packing.Of(whole)) is { } refusal)
            {
                Findings.Add(new(reader.Name, -1, $"a whole file is refused: {refusal}", whole));
            }
        }

        for (int i = 0; i < count && Findings.Count < MostFindings && !cancellation.IsCancellationRequested; i++)
        {
            byte[] content = mutator.Damaged(inputs[mutator.Below(inputs.Count)], inputs[mutator.Below(inputs.Count)]);
            byte[] file = reader.Packing.Of(content);
            Judge(i, content, file);
            Count++;
        }
    }

    private void Judge(int index, byte[] content, byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        string? answer;
        try
        {
            answer = Answer(file);
        }
        catch (Exception fault)
        {
            Found(index, $"{fault.GetType().Name} at {Place().Match(fault.StackTrace ?? "").Value}: {fault.Message}", file);
            return;
        }

        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before - (2L * Math.Max(file.Length, content.Length));
        time = time > MostTime / 2 ? Repeated(file, time) : time;
        Slowest = time > Slowest ? time : Slowest;
        Greediest = Math.Max(Greediest, bytes);
        if (time > MostTime)
        {
            Found(index, $"takes {time.TotalSeconds:F1} s", file);
        }

        if (bytes > FreeBytes)
        {
            Found(index, $"allocates {bytes / 1e6:F0} MB above twice its {file.Length} bytes: {answer}", file);
        }

        if (answer is null)
        {
            Taken++;
        }
        else if (Ugly(answer) is { } reason)
        {
            Found(index, $"{reason}: {answer}", file);
        }

        if (answers.Add(answer is null ? "" : Skeleton(answer)))
        {
            inputs.Add(content);
        }
    }

    private string? Answer(byte[] file)
    {
        try
        {
            reader.Read(folder, file);
            return null;
        }
        catch (Exception refusal) when (Array.Exists(reader.Documented, type => type == refusal.GetType()))
        {
            return refusal.Message.Replace(folder, "F", StringComparison.Ordinal);
        }
    }

    // What another program did to the machine meanwhile is no fault of the file.
    private TimeSpan Repeated(byte[] file, TimeSpan least)
    {
        for (int i = 1; i < Tries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Answer(file);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            least = time < least ? time : least;
        }

        return least;
    }

    private void Found(int index, string what, byte[] file)
    {
        if (faults.Add(Skeleton(what)))
        {
            Findings.Add(new(reader.Name, index, what, file));
        }
    }

    private static string? Ugly(string answer) =>
        answer.Length > MostMessage ? $"a sentence of {answer.Length} characters"
        : answer.Any(char.IsControl) ? "a control character"
        : answer.Contains("(Parameter '", StringComparison.Ordinal) ? "a parameter of a method"
        : null;

    private static string Skeleton(string sentence) => Varying().Replace(sentence, "#");

    [GeneratedRegex("""'[^']*'|"[^"]*"|\[[^\]]*\]|[-+]?\d[\d.eE+-]*""")]
    private static partial Regex Varying();

    [GeneratedRegex(@"ScoreSde\.[\w.`<>]+")]
    private static partial Regex Place();
}
