using System.CommandLine;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Calibrating;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Fitting;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Restoring;
using ScoreSde.Inverse;

namespace ScoreSde.Cli.Commands;

/// <summary><c>scoresde restore</c>: samples given a measurement.</summary>
internal sealed class RestoreCommand : ModelVerb
{
    private const int DefaultCount = 100;
    private const int DefaultSteps = 100;
    private const int DefaultParticles = 64;
    private const int BenchmarkParticles = 16;
    private const int SamplesOfTruth = 9;
    private const int MostTruths = 10_000;
    private const int MostSamplesOfTruth = 1000;
    private const int MostParticles = 100_000;
    private const double DefaultNoise = 1.0 / 8;

    private readonly Option<string> task;
    private readonly Option<string> method;
    private readonly Option<string> solver;
    private readonly Option<string> steps;
    private readonly Option<string> grid;
    private readonly Option<string> noise;
    private readonly Option<string> count;
    private readonly Option<string> particles;
    private readonly Option<string> index;
    private readonly Option<string> label;
    private readonly GuidanceWords guidance;
    private readonly DeviceOptions devices;
    private readonly Option<string> folder;
    private readonly Option<string> image;
    private readonly Option<string> report;
    private readonly Option<string> shard;
    private readonly Option<bool> resume;
    private readonly Option<bool> benchmark;
    private readonly Option<string> ranks;
    private readonly Option<string> json;
    private readonly Option<string> csv;

    public RestoreCommand(Terminal terminal)
        : base("restore", "Restore a sample from a measurement y = A x + n, by samples from the posterior.", ModelCatalog.Default, terminal)
    {
        task = Word("--task", "NAME", $"What was measured, its size after a colon: {Names(TaskCatalog.Shelf)}. Default: {TaskCatalog.Default}.");
        method = Word("--method", "NAME", $"{Names(MethodCatalog.Shelf)}; with --ranks several, with commas between. Default: {MethodCatalog.Default}.");
        solver = Word("--solver", "NAME", $"A solver of 'list solvers', for pigdm, mmps, dps-likelihood and replacement. Default: {SolverCatalog.Default}.");
        steps = Word("--steps", "K", $"Steps of the grid. Default: {DefaultSteps}.");
        grid = Word("--grid", "NAME", $"A grid of 'list grids'. Default: {GridCatalog.Default}.");
        noise = Word("--noise", "S", "Standard deviation of the error of measurement, in the data's units. Default: 1/16 of the range of pixels.");
        count = Word("--count", "N", $"Samples; with --ranks of each truth. Default: {DefaultCount}; {SamplesOfTruth} with --ranks.");
        particles = Word("--particles", "P", $"Particles of each sample, for twisted. Default: {DefaultParticles}; {BenchmarkParticles} with --benchmark.");
        index = Word("--index", "K", "Which of the held-out rows is measured, from 0. Default: 0.");
        label = Word("--label", "C", "The class that a network is told. Default: none.");
        guidance = new GuidanceWords(
            Word("--guidance", "W", "Classifier-free guidance to the class of --label: 1 is the class as learned, more sharpens it. Doubles the evaluations. Default: none."),
            Word("--guidance-interval", "A,B", GuidanceWords.IntervalHelp),
            Word("--guidance-rescale", "PHI", GuidanceWords.RescaleHelp),
            Word("--guide", "NAME|FILE", GuidanceWords.GuideHelp),
            Switch("--cfgpp", GuidanceWords.RenoiseHelp));
        devices = ForDeviceInFull("the samples do not depend");
        folder = Word("--out", "FOLDER", "Where truth, measurement, samples, mean and deviation go, as arrays and pictures. Default: nowhere; the figures are printed all the same.");
        image = Word("--image", "FILE.png", "Where one picture goes: truth, measurement, mean, deviation, samples.");
        report = Word("--report", "FILE.html", "Where a page to look at goes, in one file: the original, what was measured and restored, residuals and coverage; with --benchmark or --ranks tables and ranks.");
        shard = Word("--shard", "I/N", "Draw the I-th of N parts of the samples alone, as 3/16, for --out; a small record goes beside samples.npy, and 'merge' makes one file of all parts.");
        resume = Switch("--resume", "With --shard: end at once where the part is complete.");
        benchmark = Switch("--benchmark", "Instead: print each method's bias against posteriors that are known exactly.");
        ranks = Word("--ranks", "TRUTHS", "Instead, or with --benchmark too: draw so many truths from the model's own law, measure each, and tell by their ranks among samples given its measurement whether a method draws from the posterior. More truths see smaller faults.");
        json = Word("--json", "FILE.json", "With --benchmark or --ranks: also write what was found as JSON.");
        csv = Word("--csv", "FILE.csv", "With --benchmark or --ranks: also write what was found as comma-separated values.");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples { get; } =
    [
        "scoresde restore --task inpaint --index 3 --seed 1 --image restored.png",
        "scoresde restore --task superres:2 --method ddrm --noise 0.5 --count 200 --out restored",
        "scoresde restore --model mixture8 --task compressed:1 --method mmps --noise 0.2 --count 1000 --out restored",
        "scoresde restore --task inpaint --report restored.html",
        "scoresde restore --model mixture8 --task compressed:1 --method twisted --noise 0.2 --particles 100",
        "scoresde restore --benchmark",
        "scoresde restore --benchmark --ranks 200",
        "scoresde restore --model mixture8 --task compressed:1 --noise 0.5 --method mmps,pigdm,ddrm,snips,twisted --ranks 200 --steps 40",
    ];

    /// <inheritdoc/>
    protected override Func<int>? Read(ArgumentReader words)
    {
        Faults faults = words.Faults;
        ulong chosenSeed = ReadSeed(words);
        DeviceWords how = devices.Words(words);
        if (words.Switch(benchmark))
        {
            return ReadBenchmark(words, chosenSeed, how);
        }

        if (words.Has(ranks))
        {
            return ReadRanks(words, chosenSeed, how);
        }

        Refuse(words, "is for --benchmark and --ranks; --out keeps arrays, --report a page", json, csv);
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default);
        Entry<RestoreMethod>? chosen = MethodCatalog.Shelf.Find(words.Text(method) ?? MethodCatalog.Default, faults);
        NamedSolver? named = SolverCatalog.Find(words.Text(solver) ?? SolverCatalog.Default, faults);
        Entry<GridRule>? rule = GridCatalog.Shelf.Find(words.Text(grid) ?? GridCatalog.Default, faults);
        ElementType element = ReadElementType(words);
        int stepCount = words.Whole(steps, DefaultSteps);
        int samples = words.Whole(count, DefaultCount);
        ModelGuidance? guided = guidance.Read(words, name => ReadModel(words, name, withData: false));
        CheckOutputs(words);
        if (rule is not null)
        {
            SolverFit.Check(rule, model, stepCount, faults);
        }

        if (chosen is not null && words.Has(solver) && !ConditionedSampler<float>.TakesSolver(chosen.Value))
        {
            faults.Add($"Method '{chosen.Name}' has steps of its own, so --solver means nothing.");
        }

        int ownParticles = words.Whole(particles, DefaultParticles);
        if (chosen is not null && words.Has(particles) && chosen.Value != RestoreMethod.Twisted)
        {
            faults.Add($"Method '{chosen.Name}' has no particles, so --particles means nothing; twisted has.");
        }

        IDevice? device = devices.Find(words, how, static one => one.OpensModels);
        if (model is not null && chosen is not null)
        {
            RestoreFit.CheckJacobian(model, chosen, faults);
        }

        if (model is null || chosen is null || named is null || rule is null || device is null)
        {
            return null;
        }

        int? chosenLabel = ClassWord.Find(words.Text(label), model, faults);
        ILinearOperator? measured = TaskCatalog.Find(words.Text(task) ?? TaskCatalog.Default, model, faults);
        double deviation = words.Real(noise, DefaultNoise * model.Scaling.Scale, 0, double.PositiveInfinity);
        CheckModel(words, model, chosen, samples, deviation);
        CheckGuidance(words, model, chosen, named, guided, faults);
        if (chosen.Value == RestoreMethod.Twisted)
        {
            RestoreFit.CheckParticles(model, rule, stepCount, ownParticles, device, faults);
        }

        int row = ReadIndex(words, model);
        SolverFit.Check(model, named, faults);
        if (measured is null || !faults.None)
        {
            return null;
        }

        PartOfRun? part = ReadShard(words, chosenSeed, samples);
        if (!faults.None)
        {
            return null;
        }

        if (words.Switch(resume) && Path.Combine(words.Text(folder)!, "samples.npy") is var drawn && part!.IsComplete(drawn))
        {
            return () => part.Tell(drawn, Terminal);
        }

        var settings = new RestoreSettings(
            model, words.Text(task) ?? TaskCatalog.Default, measured, chosen, named with { IsRenoised = guided is { IsRenoised: true } }, rule, stepCount, deviation, (int)(part?.Rows.Count ?? samples), row, chosenLabel, guided,
            chosenSeed, device, how, words.Text(folder), words.Text(image))
        {
            Shard = part,
            Page = words.Text(report),
            Particles = ownParticles,
            Command = words.CommandWithout(folder, image, report),
        };
        return () => element == ElementType.Float ? RestoreRun.Execute<float>(settings, Terminal) : RestoreRun.Execute<double>(settings, Terminal);
    }

    private Func<int> ReadBenchmark(ArgumentReader words, ulong seed, DeviceWords how)
    {
        Refuse(
            words,
            $"means nothing beside {benchmark.Name}, which runs on cases of its own",
            [ModelWord, task, method, solver, steps, grid, noise, index, label, folder, image, shard, resume, devices.Device, devices.Rows, .. guidance.Options, .. words.Has(ranks) ? Array.Empty<Option>() : [count]]);
        CheckOutputs(words);
        var run = new PosteriorBenchmark(
            words.Has(ranks) ? words.Whole(ranks, 0, most: MostTruths) : 0,
            words.Whole(count, SamplesOfTruth, most: MostSamplesOfTruth),
            words.Whole(particles, BenchmarkParticles, most: MostParticles),
            seed,
            how.Threads,
            ReadFiles(words),
            words.CommandWithout(json, csv, report));
        return () => run.Execute(Terminal);
    }

    private Func<int>? ReadRanks(ArgumentReader words, ulong seed, DeviceWords how)
    {
        Faults faults = words.Faults;
        Refuse(words, $"means nothing beside {ranks.Name}, whose truths are drawn and whose samples are counted", [index, folder, image, shard, resume, devices.Device, devices.Rows]);
        Refuse(words, $"does not go with {ranks.Name}: guided samples have no law of which there is a posterior", [.. guidance.Options]);
        CheckOutputs(words);
        Model? model = ReadModel(words, words.Text(ModelWord) ?? ModelCatalog.Default);
        Entry<RestoreMethod>?[] methods = [.. words.Names(method, [MethodCatalog.Default]).Select(name => MethodCatalog.Shelf.Find(name, faults))];
        words.CheckOnce(method, methods.OfType<Entry<RestoreMethod>>().Select(static one => one.Name));
        NamedSolver? named = SolverCatalog.Find(words.Text(solver) ?? SolverCatalog.Default, faults);
        Entry<GridRule>? rule = GridCatalog.Shelf.Find(words.Text(grid) ?? GridCatalog.Default, faults);
        ElementType element = ReadElementType(words);
        int stepCount = words.Whole(steps, DefaultSteps);
        int truths = words.Whole(ranks, 0, most: MostTruths);
        int samples = words.Whole(count, SamplesOfTruth, most: MostSamplesOfTruth);
        int ownParticles = words.Whole(particles, DefaultParticles, most: MostParticles);
        if (model is null || named is null || rule is null || methods.Contains(null))
        {
            return null;
        }

        SolverFit.Check(rule, model, stepCount, faults);
        SolverFit.Check(model, named, faults);
        Entry<RestoreMethod>[] chosen = [.. methods.OfType<Entry<RestoreMethod>>()];
        if (words.Has(solver) && !chosen.Any(static one => ConditionedSampler<float>.TakesSolver(one.Value)))
        {
            faults.Add("No method of --method takes a solver, so --solver means nothing.");
        }

        if (words.Has(particles) && !chosen.Any(static one => one.Value == RestoreMethod.Twisted))
        {
            faults.Add("No method of --method has particles, so --particles means nothing; twisted has.");
        }

        double deviation = words.Real(noise, DefaultNoise * model.Scaling.Scale, 0, double.PositiveInfinity, open: true);
        foreach (Entry<RestoreMethod> one in chosen)
        {
            RestoreFit.CheckJacobian(model, one, faults);
            CheckModel(words, model, one, samples, deviation);
        }

        IDevice? device = devices.Find(words, how, static one => one.OpensModels);
        if (device is not null && chosen.Any(static one => one.Value == RestoreMethod.Twisted))
        {
            RestoreFit.CheckParticles(model, rule, stepCount, ownParticles, device, faults);
        }

        if ((long)truths * model.Dimension > Array.MaxLength)
        {
            faults.Add($"{ranks.Name} must be at most {Array.MaxLength / model.Dimension} for samples of {model.Dimension} numbers, not {truths}.");
        }

        int? chosenLabel = ClassWord.Find(words.Text(label), model, faults);
        if (!words.Has(label) && !model.KnowsUnlabelled)
        {
            faults.Add($"Model '{model.Name}' was trained with every label, so it has no score without one: give --label.");
        }

        if (TaskCatalog.Find(words.Text(task) ?? TaskCatalog.Default, model, faults) is not { } measured || device is null || !faults.None)
        {
            return null;
        }

        var settings = new RankSettings(
            model, words.Text(task) ?? TaskCatalog.Default, measured, chosen, named, rule, stepCount, deviation, truths, samples, ownParticles, chosenLabel, seed, device, how,
            ReadFiles(words), words.CommandWithout(json, csv, report));
        return () => element == ElementType.Float ? RankRun.Execute<float>(settings, Terminal) : RankRun.Execute<double>(settings, Terminal);
    }

    private CalibrationFiles ReadFiles(ArgumentReader words) => new(words.Text(json), words.Text(csv), words.Text(report));

    private static void Refuse(ArgumentReader words, string sentence, params IEnumerable<Option> options)
    {
        foreach (Option other in options.Where(words.Has))
        {
            words.Faults.Add($"{other.Name} {sentence}.");
        }
    }

    private static string Names<T>(Shelf<T> shelf)
        where T : notnull => string.Join(", ", shelf.Entries.Select(entry => entry.Name));

    private void CheckOutputs(ArgumentReader words)
    {
        string? target = words.Text(folder);
        if (target is not null && File.Exists(target))
        {
            words.Faults.Add($"{target}: is a file; --out names a folder.");
        }

        if (target is not null && Path.GetDirectoryName(Path.GetFullPath(target)) is { } parent && !Directory.Exists(parent))
        {
            words.Faults.Add($"{target}: cannot be made: its folder does not exist.");
        }

        OutputPath.Check(words.Text(image), words.Faults);
        OutputPath.Check(words.Text(report), words.Faults);
        OutputPath.Check(words.Text(json), words.Faults);
        OutputPath.Check(words.Text(csv), words.Faults);
        OutputPath.CheckDistinct(words.Faults, (image.Name, words.Text(image)), (report.Name, words.Text(report)), (json.Name, words.Text(json)), (csv.Name, words.Text(csv)));
    }

    private PartOfRun? ReadShard(ArgumentReader words, ulong seed, int samples)
    {
        PartOfRun.CheckResume(words, resume, shard);
        if (!words.Has(shard))
        {
            return null;
        }

        if (!words.Has(folder) || words.Has(image) || words.Has(report))
        {
            words.Faults.Add($"{shard.Name} is for {folder.Name} FOLDER, where the samples of the part go, and not for {image.Name} or {report.Name}, which show all.");
        }

        return Shard.Read(shard.Name, words.Text(shard), samples, words.Faults) is { } part && words.Faults.None
            ? new PartOfRun(RunIdentity.Of(words, seed, samples, folder, shard, resume, devices.Threads), part)
            : null;
    }

    private int ReadIndex(ArgumentReader words, Model model)
    {
        const int MostDrawn = 100_000;
        int rows = Math.Min(MostDrawn, RestoreRun.Rows(model));
        return words.Whole(index, 0, least: 0, most: rows - 1);
    }

    private void CheckGuidance(ArgumentReader words, Model model, Entry<RestoreMethod> chosen, NamedSolver named, ModelGuidance? guided, Faults faults)
    {
        GuidanceFit.CheckGuidance(model, guided, faults);
        if (!words.Has(label) && guided is { Guide: null } && model.Classes > 0)
        {
            faults.Add("--guidance leads to a class: give --label.");
        }

        if (guided is { Rule.Rescale: > 0 } && ConditionedSampler<float>.NeedsJacobian(chosen.Value))
        {
            faults.Add($"Method '{chosen.Name}' needs the Jacobian of the network, which guidance with --guidance-rescale has none of; ddrm, snips, replacement and repaint need none.");
        }

        if (guided?.Guide is { HasJacobian: false } blind && ConditionedSampler<float>.NeedsJacobian(chosen.Value))
        {
            faults.Add($"Method '{chosen.Name}' needs the Jacobian of the network, and guide '{blind.Name}' has none; ddrm, snips, replacement and repaint need none.");
        }

        if (guided is { IsRenoised: true } && chosen.Value != RestoreMethod.Replacement)
        {
            faults.Add($"--cfgpp is a rule of steps, and method '{chosen.Name}' makes one score of the network and the measurement or has steps of its own; --method replacement takes it.");
        }
        else
        {
            GuidanceFit.CheckSolver(named, guided, faults);
        }

        foreach (Model asked in new[] { guided is { Guide: null } ? null : model, guided?.Guide }.OfType<Model>().Where(asked => !words.Has(label) && !asked.KnowsUnlabelled))
        {
            faults.Add($"Model '{asked.Name}' was trained with every label, so it has no score without one: give --label.");
        }
    }

    private void CheckModel(ArgumentReader words, Model model, Entry<RestoreMethod> chosen, int samples, double deviation)
    {
        Faults faults = words.Faults;
        if (chosen.Value is RestoreMethod.PosteriorLikelihood or RestoreMethod.Twisted && deviation == 0)
        {
            faults.Add($"Method '{chosen.Name}' needs a measurement with error: --noise greater than 0.");
        }

        if (words.Has(image) && model.Image is null)
        {
            faults.Add($"Samples of model '{model.Name}' are no pictures, so --image cannot show them; --out writes arrays.");
        }

        if ((long)samples * model.Dimension > Array.MaxLength)
        {
            faults.Add($"--count must be at most {Array.MaxLength / model.Dimension} for samples of {model.Dimension} numbers, not {samples}.");
        }
    }
}
