using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Likelihoods;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Planning;
using ScoreSde.Comparison.Problems;
using ScoreSde.Data;
using ScoreSde.Discrete;
using ScoreSde.Likelihood;
using ScoreSde.Schedules;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde likelihood</c>: ln p of data under a model.</summary>
internal sealed class LikelihoodCommand : ModelVerb
{
    private const string DefaultSolver = "rk4-sigma";
    private const string DefaultGrid = "lambda";
    private const int DefaultSteps = 129;
    private const int DefaultCount = 1000;
    private const int DefaultProbes = 8;
    private const int MostChainSteps = 100_000;

    private readonly Option<string> part;
    private readonly Option<string> count;
    private readonly Option<string> divergence;
    private readonly Option<string> probes;
    private readonly Option<string> solver;
    private readonly Option<string> steps;
    private readonly Option<string> grid;
    private readonly Option<bool> prior;
    private readonly Option<bool> raw;
    private readonly Option<string> bound;
    private readonly Option<string> weighted;
    private readonly DeviceOptions devices;
    private readonly Option<string> json;
    private readonly Option<string> file;
    private readonly Option<string> html;
    private readonly Option<string> shard;
    private readonly Option<bool> resume;

    public LikelihoodCommand(Terminal terminal)
        : base(
            "likelihood",
            "Log-likelihood of data under a model by the probability flow, with the error that its steps leave.",
            ModelCatalog.Default,
            terminal,
            dataDescription: "The rows: a name of 'list data', a folder or a file. Default: draws from the model's law; for a network the data it was trained on.")
    {
        part = Word("--part", "NAME", "Which rows of the data: held-out, training or all. Default: held-out of what the network was trained on, all of other data.");
        count = Word("--count", "N", $"Rows, at most as many as there are. Default: {DefaultCount}.");
        divergence = Word("--divergence", "NAME", $"exact, hutchinson or hutchinson-gaussian. Default: exact up to {DivergenceCatalog.MostExact} numbers a row.");
        probes = Word("--probes", "K", $"Random directions for each row with hutchinson; two or more give a standard error. Default: {DefaultProbes}.");
        solver = Word("--solver", "NAME", $"A deterministic solver of 'list solvers'. Default: {DefaultSolver}.");
        steps = Word("--steps", "K", $"Steps of the grid, at least 4. Default: {DefaultSteps}, and up to {LikelihoodRun.MostRefinement} times as many until the error that they leave is small beside the value.");
        grid = Word("--grid", "NAME", $"A grid of 'list grids'. Default: {DefaultGrid}.");
        prior = Switch("--prior", "Start from the prior, as sampling does, also where the law at t = 1 is known.");
        raw = Switch("--raw", "Take pictures of whole numbers as they are; otherwise uniform noise on [-1/2, 1/2] makes them continuous.");
        bound = Word("--bound", "T", "Also the DDPM variational bound over a chain of T steps (vp), with the variances that the network learned where it did.");
        weighted = Word("--weighted", "K", "With --bound: also the importance-weighted bound of K paths, which rises with K to the chain's own ln p.");
        devices = ForDeviceInFull("the result does not depend");
        json = Word("--json", "FILE.json", "Where the result goes as data.");
        html = Word("--report", "FILE.html", "Where a page to look at goes, in one file: the histogram of ln p, its errors, the least and the most likely rows.");
        file = Word("--out", "FILE.npy", "Where the rows go: ln p, estimated error of the steps, standard error of the probes, and the bounds that were asked for.");
        shard = Word("--shard", "I/N", "The I-th of N parts of the rows alone, as 3/16, for --out; a small record goes beside it, and 'merge' makes one file of all parts. Needs --steps, which else depend on all rows.");
        resume = Switch("--resume", "With --shard: end at once where the part is complete.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde likelihood --model mixture8 --count 2000 --dtype double",
        "scoresde likelihood --model gaussian --bound 50 --weighted 64 --count 100",
        "scoresde likelihood --model digits --divergence hutchinson --probes 4 --solver heun --steps 40 --count 100",
        "scoresde likelihood --model digits --report likelihood.html",
        "scoresde likelihood --model gaussian --solver heun --steps 200 --json likelihood.json --out rows.npy",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default, withData: false);
        NamedSolver? named = SolverCatalog.Find(words.Text(solver) ?? DefaultSolver, faults);
        Entry<GridRule>? rule = GridCatalog.Shelf.Find(words.Text(grid) ?? DefaultGrid, faults);
        IDivergenceRule? trace = ReadDivergence(words, model?.Dimension ?? 1);
        ElementType element = ReadElementType(words);
        int stepCount = words.Whole(steps, DefaultSteps, least: 4);
        int rows = words.Whole(count, DefaultCount);
        ulong seed = ReadSeed(words);
        DeviceWords how = devices.Words(words);
        IDevice? device = devices.Find(words, how, static one => one.OpensModels);
        int? chainSteps = words.WholeOrNone(bound, least: 2, most: MostChainSteps);
        if (device is not null && device.Name != DeviceCatalog.Default && chainSteps is not null)
        {
            faults.Add($"--bound is for --device cpu, not for --device {device.Name}.");
        }

        int? paths = words.WholeOrNone(weighted);
        if (((paths ?? 0) + 1L) * (chainSteps ?? 1) > uint.MaxValue)
        {
            faults.Add($"--weighted {paths} over {chainSteps} steps needs more random numbers than have names; take fewer than {uint.MaxValue / (chainSteps ?? 1)} paths.");
        }

        if (paths is not null && chainSteps is null)
        {
            faults.Add("--weighted weighs paths of the chain of --bound T, which is not given.");
        }

        string? report = words.Text(json);
        string? target = words.Text(file);
        OutputPath.Check(report, faults);
        OutputPath.Check(target, faults);
        string? page = words.Text(html);
        OutputPath.Check(page, faults);
        OutputPath.CheckDistinct(faults, (json.Name, report), (file.Name, target), (html.Name, page));
        if (rule is not null)
        {
            SolverFit.Check(rule, model, stepCount, faults);
        }

        if (named is { Facts.IsStochastic: true })
        {
            faults.Add($"Solver '{named.Name}' is stochastic; only the probability flow has a likelihood. 'scoresde list solvers' shows the deterministic ones.");
        }

        if (model is { HasJacobian: false, DifferenceStep: null })
        {
            faults.Add($"Model '{model.Name}' has no Jacobian, whose trace the likelihood follows, and its numbers of float16 are too coarse for differences: export it in float32, or as TorchScript, which has one.");
        }

        if (model is not null)
        {
            CheckChain(model, chainSteps, faults);
        }

        DataRequest? request = DataWords.Read(words);
        if (request is not null)
        {
            DataCatalog.Find(request, faults);
        }

        DataPart? chosenPart = words.Text(part) is { } name ? PartCatalog.Shelf.Find(name, faults)?.Value : null;

        if (model is null || named is null || rule is null || trace is null || !faults.None)
        {
            return null;
        }

        // How many rows a file has is not known before it is read, in which its readers have limits.
        bool areDrawn = LikelihoodData.AreDrawn(model, request);
        PartOfRun? rowPart = areDrawn ? ReadShard(words, seed, rows) : null;
        RowRange range = rowPart?.Rows ?? new RowRange(0, rows);
        int planned = areDrawn ? (int)range.Count : Math.Min(rows, DefaultCount);
        (element == ElementType.Float ? Plans.Likelihood<float>(model, planned, how.Threads) : Plans.Likelihood<double>(model, planned, how.Threads)).Check(Terminal);

        LikelihoodData data = LikelihoodData.Read(model, request, chosenPart, range, seed, faults);
        rowPart = areDrawn ? rowPart : ReadShard(words, seed, data.Rows.Count);
        if (!faults.None)
        {
            return null;
        }

        if (words.Switch(resume) && rowPart!.IsComplete(target!))
        {
            return () => rowPart.Tell(target!, Terminal);
        }

        DataSet asked = rowPart is { Rows: var own } && !areDrawn ? data.Rows.Select([.. Enumerable.Range((int)own.First, (int)own.Count)]) : data.Rows;
        bool isExactEnd = model is MixtureModel && !words.Switch(prior);
        bool dequantises = !areDrawn && model.Image is not null && model.Columns is null && !words.Switch(raw) && LikelihoodData.IsWhole(data.Rows);
        var settings = new LikelihoodSettings(
            model, asked, data.Part, named, rule, stepCount, trace, isExactEnd, dequantises, chainSteps, seed, device!, how, report, target)
        {
            Refines = !words.Has(steps),
            Page = page,
            Command = words.CommandWithout(json, file, html),
            Shard = rowPart,
            Paths = paths,
        };
        return () => element == ElementType.Float ? LikelihoodRun.Execute<float>(settings, Terminal) : LikelihoodRun.Execute<double>(settings, Terminal);
    }

    private PartOfRun? ReadShard(ArgumentReader words, ulong seed, int rows)
    {
        PartOfRun.CheckResume(words, resume, shard);
        if (!words.Has(shard))
        {
            return null;
        }

        if (!words.Has(steps))
        {
            words.Faults.Add($"{shard.Name} needs {steps.Name}: otherwise the number of steps is chosen by all rows together.");
        }

        if (!words.Has(file) || ResultFile.IsStream(words.Typed(file)))
        {
            words.Faults.Add($"{shard.Name} needs {file.Name} FILE.npy, where the rows of the part go.");
        }

        foreach (Option<string> whole in new[] { json, html }.Where(words.Has))
        {
            words.Faults.Add($"{whole.Name} tells of all rows, so it means nothing beside {shard.Name}; 'merge' tells their mean.");
        }

        return Shard.Read(shard.Name, words.Text(shard), rows, words.Faults) is { } part && words.Faults.None
            ? new PartOfRun(RunIdentity.Of(words, seed, rows, file, shard, resume, devices.Threads), part)
            : null;
    }

    private IDivergenceRule? ReadDivergence(ArgumentReader words, int dimension)
    {
        string name = words.Text(divergence) ?? (dimension <= DivergenceCatalog.MostExact ? "exact" : "hutchinson");
        Func<int, IDivergenceRule>? rule = DivergenceCatalog.Shelf.Find(name, words.Faults)?.Value;
        int number = words.Whole(probes, DefaultProbes, most: 4096);
        if (rule?.Invoke(1).IsExact == true && words.Has(probes))
        {
            words.Faults.Add("--probes means nothing for the exact divergence; give --divergence hutchinson.");
        }

        return rule?.Invoke(number);
    }

    private static bool IsTooCoarse(INoiseSchedule schedule, int steps)
    {
        try
        {
            _ = DdpmChain.FromSchedule(schedule, steps);
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static void CheckChain(Model model, int? chainSteps, Faults faults)
    {
        if (chainSteps is not { } steps)
        {
            return;
        }

        if (model.Process.Name != "vp")
        {
            faults.Add($"The DDPM chain is the variance-preserving process in steps, so --bound contradicts process '{model.Process.Name}'.");
        }

        if (model.Process.Name == "vp" && IsTooCoarse(model.Process.Schedule, steps))
        {
            faults.Add($"--bound {steps} has too few steps for schedule '{model.Process.Schedule.Name}': the last would leave nothing of the data.");
        }
        else if (!model.Range.Contains(1))
        {
            faults.Add($"Model '{model.Name}' knows no time above {model.Range.Maximum:G6}, so it has no bound over a chain that ends at t = 1.");
        }
        else if (!model.Range.Contains(1.0 / steps))
        {
            faults.Add($"--bound {steps} asks at t = {1.0 / steps:G6}, but model '{model.Name}' knows no time below {model.Range.Minimum:G6}: at most {Math.Floor((1 / model.Range.Minimum) + 1e-9):F0} steps.");
        }
    }
}
