using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Forwarding;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Pictures;
using ScoreSde.Discrete;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde forward</c>: what the forward process makes of data, beside theory.</summary>
internal sealed class ForwardCommand : ModelVerb
{
    private const int DefaultCount = 2000;
    private const int MostChainSteps = 100_000;
    private static readonly double[] DefaultTimes = [0, 0.1, 0.2, 0.4, 0.6, 0.8, 1];

    private readonly Option<string> times;
    private readonly Option<string> chain;
    private readonly Option<string> count;
    private readonly Option<string> file;
    private readonly Option<string> image;

    public ForwardCommand(Terminal terminal)
        : base("forward", "Add noise to a model's data in closed form, and step by step with --chain; moments beside theory.", ModelCatalog.Default, terminal)
    {
        times = Word("--times", "T,U,…", $"Times in [0, 1]. With --chain each is moved to the nearest multiple of 1/T. Default: {string.Join(',', DefaultTimes.Select(static time => $"{time}"))}.");
        chain = Word("--chain", "T", "Also go through the T steps of the DDPM chain that matches the process (vp).");
        count = Word("--count", "N", $"Rows of data, at most as many as there are. Default: {DefaultCount}.");
        file = Word("--out", "FILE.npy", "Where the states go: an array [times, count, dimension] in the data's units, of --dtype.");
        image = Word("--image", "FILE.png", "Where a strip goes, a column for each time: pictures, or points of the plane or the line over the exact density where the data's law is known.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde forward --model mixture8",
        "scoresde forward --model digits --times 0,0.25,0.5,1 --chain 1000 --image strip.png",
        "scoresde forward --model mixture8 --image strip.png",
        "scoresde forward --model gaussian --process ve --times 0,0.5,1 --dtype double --out states.npy",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default);
        double[] moments = words.Reals(times, DefaultTimes, 0, 1);
        int? chainSteps = words.WholeOrNone(chain);
        int rows = words.Whole(count, DefaultCount);
        ulong seed = ReadSeed(words);
        ElementType element = ReadElementType(words);
        string? picture = words.Text(image);
        string? target = words.Text(file);
        OutputPath.Check(target, faults);
        OutputPath.Check(picture, faults);
        OutputPath.CheckDistinct(faults, (file.Name, target), (image.Name, picture));
        DdpmChain? steps = model is not null && chainSteps is { } t ? ChainOf(model, t, faults) : null;
        if (model is null || !faults.None)
        {
            return null;
        }

        if ((long)rows * model.Dimension > Array.MaxLength)
        {
            faults.Add($"--count must be at most {Array.MaxLength / model.Dimension} for model '{model.Name}', not {rows}.");
        }

        if (target is not null && (long)rows * model.Dimension * moments.Length > Array.MaxLength)
        {
            faults.Add($"--out would hold {moments.Length} × {rows} × {model.Dimension} numbers, more than an array has: give fewer --times or a smaller --count.");
        }

        if (picture is not null && !SamplePictures.CanShow(model))
        {
            faults.Add(SamplePictures.Fault(model, image.Name));
        }

        var settings = new ForwardSettings(model, [.. moments.Order()], steps, rows, seed, target, picture);
        return () => element == ElementType.Float ? ForwardRun.Execute<float>(settings, Terminal) : ForwardRun.Execute<double>(settings, Terminal);
    }

    private static DdpmChain? ChainOf(Model model, int steps, Faults faults)
    {
        if (model.Process.Name != "vp")
        {
            faults.Add($"The DDPM chain is the variance-preserving process in steps, so --chain contradicts process '{model.Process.Name}'.");
            return null;
        }

        if (steps > MostChainSteps)
        {
            faults.Add($"--chain must be at most {MostChainSteps}, not {steps}.");
            return null;
        }

        try
        {
            return DdpmChain.FromSchedule(model.Process.Schedule, steps);
        }
        catch (ArgumentException)
        {
            faults.Add($"--chain {steps} has too few steps for schedule '{model.Process.Schedule.Name}': one of them would leave nothing of the data.");
            return null;
        }
    }
}
