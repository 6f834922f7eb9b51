using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Output;

namespace ScoreSde.Cli.Commands;

/// <summary>A command of the program: reads its words, tells all faults at once, then does the work.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, Terminal terminal)
        : base(name, description)
    {
        Terminal = terminal;
        SetAction(Carry);
    }

    /// <summary>Command lines that work as they stand.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Where results and talk go.</summary>
    protected Terminal Terminal { get; private set; }

    /// <summary>An option of one word, all parsing left to the verb so that faults read alike.</summary>
    protected Option<string> Word(string name, string form, string description)
    {
        var option = new Option<string>(name) { HelpName = form, Description = description, Arity = ArgumentArity.ExactlyOne };
        Options.Add(option);
        return option;
    }

    /// <summary>An option without a value.</summary>
    protected Option<bool> Switch(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description, Arity = ArgumentArity.Zero };
        Options.Add(option);
        return option;
    }

    /// <summary>The options that choose a device; <paramref name="result"/> is what does not depend on the threads.</summary>
    protected DeviceOptions ForDevice(string result, string rows) => new(
        Word("--device", "NAME", "cpu, torch (libtorch on the CPU) or cuda; 'scoresde devices' shows what is here. Default: cpu."),
        Word("--noise", "NAME", "With torch or cuda, where random numbers are made: device, or host, which uploads the CPU's. Default: device."),
        Word("--rows", "N", rows),
        Switch("--mixed", "With torch or cuda: products and convolutions in bfloat16."),
        Word("--threads", "K", $"Worker threads; {result} on it. Default: one for each processor."));

    /// <summary>The options that choose a device for what needs a model's derivatives; <paramref name="result"/> is what does not depend on the threads.</summary>
    protected DeviceOptions ForDeviceInFull(string result) => new(
        Word("--device", "NAME", "cpu, torch (libtorch on the CPU) or cuda; 'scoresde devices' shows what is here. Default: cpu."),
        null,
        Word("--rows", "N", "With torch or cuda: rows worked on at once. Default: as many as fit."),
        null,
        Word("--threads", "K", $"Worker threads; {result} on it. Default: one for each processor."));

    /// <summary>The options that name data and say how it is read; <paramref name="description"/> is of the first.</summary>
    protected DataOptions ForData(string description) => new(
        Word("--data", "NAME|DIR|FILE", description),
        Word("--labels", "FILE|KEY|COLUMN", "Where the labels of --data are: for .npy a second .npy file, for .npz a key, for .csv a column's name or number."),
        Word("--layout", "NAME", "What the axes of an array are, where its shape does not tell: rows, hw, hwc or chw."));

    /// <summary>Reads the words into the work to do. Called once; the work runs only where no fault was noted.</summary>
    /// <returns>The work, which gives the exit code; null where a fault forbids it.</returns>
    protected abstract Func<int>? Read(ArgumentReader words);

    private int Carry(ParseResult parsed)
    {
        var faults = new Faults();
        var words = new ArgumentReader(parsed, faults);
        Func<int>? work = Read(words);
        Option<string>[] given = [.. Options.OfType<Option<string>>().Where(words.Has)];
        FileWords.Check(words, given, Terminal);
        if (given.Any(option => FileWords.GoesToStream(option, words)))
        {
            Terminal = Terminal.WithWordsAside();
        }

        faults.ThrowIfAny();
        words.Notes.ForEach(note => Terminal.Error.WriteLine($"scoresde: {note}"));
        return work is null ? throw new InvalidOperationException($"Command '{Name}' has nothing to do.") : work();
    }
}
