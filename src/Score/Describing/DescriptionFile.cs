using System.Text.Json;
using ScoreSde.Checkpoints;
using ScoreSde.Data;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;

namespace ScoreSde.Describing;

/// <summary>Reads and writes NAME.json, the description beside a network. docs/networks.md has every key.</summary>
public static class DescriptionFile
{
    private const int MostRows = 4096;
    private const int MostClasses = 1_000_000;

    /// <summary>The description that belongs to a network's file: the same name with the ending .json.</summary>
    public static string Beside(string network) => Path.ChangeExtension(network, ".json");

    /// <summary>Reads a description.</summary>
    /// <exception cref="NetworkFileException">It is missing, no JSON, has an unknown key, or contradicts itself.</exception>
    public static NetworkDescription Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new NetworkFileException(path, "there is no such description; 'scoresde export' writes one, and docs/networks.md has its keys.");
        }

        return JsonFile.Read(path, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }, root => Read(root, path));
    }

    /// <summary>Writes a description with every key that is not at its default.</summary>
    /// <exception cref="NetworkFileException">The process has no name that tells all.</exception>
    public static void Write(string path, NetworkDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        PendingFile.Write(path, stream => stream.Write(ToJson(path, description)));
    }

    internal static NetworkDescription Read(JsonElement root, string file)
    {
        var words = new JsonWords(root, file, "");
        words.Text("comment");
        OutputKind output = words.Word("output", ConventionWords.Outputs)
            ?? throw words.Fault($"does not say what the network's output is: add \"output\", one of {string.Join(", ", ConventionWords.Outputs.Keys)}.");
        IDiffusionProcess process = ProcessOf(words, output);
        TimeKind? time = words.Word("time", ConventionWords.Times);
        int indices = words.Whole("indices", 2) ?? (process.Schedule as TableSchedule)?.Steps ?? 0;
        if (time is TimeKind.Index or TimeKind.IndexFromOne && indices == 0)
        {
            throw words.Fault("tells the network an index, but not of how many: add \"indices\", the number of steps of its chain, or a \"schedule\" that is one.");
        }

        JsonWords? names = words.Take("names") is { } given ? new JsonWords(given, file, "names") : null;
        var description = new NetworkDescription(process, output)
        {
            Time = time,
            TimeScale = words.Real("timeScale") ?? 1,
            TimeIsWhole = words.Truth("timeIsWhole"),
            Indices = indices,
            Input = words.Word("input", ConventionWords.Inputs) ?? DefaultInput(output),
            DataDeviation = Positive(words, "sigmaData") ?? 0.5,
            LearnedVariances = words.Truth("learnedVariances") ?? false,
            Shape = ShapeOf(words),
            ChannelsLast = words.Text("layout") switch
            {
                null or "chw" => false,
                "hwc" => true,
                { } other => throw words.Fault($"\"layout\" is \"{other}\"; it must be chw or hwc."),
            },
            Scaling = new DataScaling(words.Real("dataShift") ?? 0, Positive(words, "dataScale") ?? 1),
            Classes = words.Whole("classes", 0) is { } classes ? (classes <= MostClasses ? classes : throw words.Fault($"has {classes} classes; at most {MostClasses} are taken.")) : 0,
            NoClass = words.Whole("noClass", 0),
            OneHot = words.Truth("oneHot") ?? false,
            Names = names is null ? new() : new(names.Text("sample"), names.Text("time"), names.Text("class"), names.Text("output")),
            Fixed = words.Files("fixed"),
            FixedUnconditional = words.Files("fixedUnconditional"),
            Range = RangeOf(words, time, indices),
            Batch = words.Whole("batch", 1) is { } batch ? Math.Min(batch, MostRows) : null,
            Data = words.Text("data"),
        };
        names?.RefuseOthers();
        words.RefuseOthers();
        return Checked(description, words);
    }

    /// <summary>The scale of the input where a description does not say it.</summary>
    internal static InputScale DefaultInput(OutputKind output) => output switch
    {
        OutputKind.Flow or OutputKind.FlowReversed => InputScale.Flow,
        OutputKind.Edm => InputScale.Edm,
        _ => InputScale.State,
    };

    private static NetworkDescription Checked(NetworkDescription description, JsonWords words) => description switch
    {
        { NoClass: not null, Classes: 0 } => throw words.Fault("has \"noClass\" without \"classes\"."),
        { OneHot: true, Classes: 0 } => throw words.Fault("has \"oneHot\" without \"classes\"."),
        { TimeScale: 0 } => throw words.Fault("\"timeScale\" must not be 0."),
        _ when description.FixedUnconditional.Keys.FirstOrDefault(key => !description.Fixed.ContainsKey(key)) is { } lone =>
            throw words.Fault($"has \"fixedUnconditional.{lone}\" without \"fixed.{lone}\"."),
        _ => description,
    };

    private static IDiffusionProcess ProcessOf(JsonWords words, OutputKind output)
    {
        string? process = words.Text("process");
        string? schedule = words.Text("schedule");
        double[]? betas = words.Reals("betas");
        if (schedule is not null && betas is not null)
        {
            throw words.Fault("has both \"schedule\" and \"betas\"; give one of them.");
        }

        if (schedule is null && betas is null && output is not (OutputKind.Flow or OutputKind.FlowReversed or OutputKind.Edm))
        {
            throw words.Fault("does not say how its noise grows: add \"schedule\", for example \"ddpm\" or \"linear:0.1,20\", or \"betas\".");
        }

        bool isEdm = output == OutputKind.Edm;
        schedule ??= isEdm ? "geometric:0.002,80" : "linear:0.1,20";
        try
        {
            TableSchedule? table = betas is not null ? TableSchedule.FromBetas(betas) : KnownChains.Parse(schedule)?.ToSchedule();
            return ProcessNames.Parse(process ?? (isEdm ? "ve" : "vp"), schedule, table);
        }
        catch (Exception bad) when (bad is ArgumentException or FormatException)
        {
            throw words.Fault($"names no process: {bad.Message.Split(" (Parameter")[0].TrimEnd('.')}.", bad);
        }
    }

    private static TimeRange RangeOf(JsonWords words, TimeKind? time, int indices)
    {
        double lowest = words.Real("minimumTime") ?? (time is TimeKind.Index or TimeKind.IndexFromOne ? 1.0 / indices : NetworkDescription.DefaultMinimumTime);
        double highest = words.Real("maximumTime") ?? 1;
        return lowest >= 0 && lowest < highest && highest <= 1
            ? new TimeRange(lowest, highest)
            : throw words.Fault("\"minimumTime\" and \"maximumTime\" must be times from 0 to 1, the first below the second.");
    }

    private static double? Positive(JsonWords words, string key) => words.Real(key) is not { } value ? null
        : value > 0 ? value : throw words.Fault($"\"{key}\" must be greater than 0.");

    private static int[]? ShapeOf(JsonWords words) => words.Reals("shape") is not { } shape ? null
        : shape.Length is 1 or 3 && shape.All(static length => length is >= 1 and <= 1 << 24 && length == Math.Floor(length)) && shape.Aggregate(1.0, static (a, b) => a * b) <= 1 << 28
            ? [.. shape.Select(static length => (int)length)]
            : throw words.Fault("\"shape\" must be [d], [c, h, w] or, with \"layout\": \"hwc\", [h, w, c].");

    private static byte[] ToJson(string path, NetworkDescription description)
    {
        if (!ProcessNames.CanName(description.Process))
        {
            throw new NetworkFileException(path, $"cannot be written: the schedule {description.Process.Schedule.Name} cannot be told by a name.");
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("process", description.Process.Name);
            WriteSchedule(json, description.Process.Schedule);
            json.WriteString("output", ConventionWords.Of(ConventionWords.Outputs, description.Output));
            Optional(json, "input", description.Input != DefaultInput(description.Output), () => json.WriteStringValue(ConventionWords.Of(ConventionWords.Inputs, description.Input)));
            Optional(json, "sigmaData", description.Output == OutputKind.Edm, () => json.WriteNumberValue(description.DataDeviation));
            Optional(json, "time", description.Time is not null, () => json.WriteStringValue(ConventionWords.Of(ConventionWords.Times, description.Time!.Value)));
            Optional(json, "timeScale", description.TimeScale != 1, () => json.WriteNumberValue(description.TimeScale));
            Optional(json, "timeIsWhole", description.TimeIsWhole is not null, () => json.WriteBooleanValue(description.TimeIsWhole!.Value));
            Optional(json, "indices", description.Indices > 0 && description.Process.Schedule is not TableSchedule, () => json.WriteNumberValue(description.Indices));
            Optional(json, "learnedVariances", description.LearnedVariances, () => json.WriteBooleanValue(true));
            Optional(json, "shape", description.Shape is not null, () => Numbers(json, description.Shape!.Select(static length => (double)length)));
            Optional(json, "layout", description.ChannelsLast, () => json.WriteStringValue("hwc"));
            Optional(json, "dataShift", description.Scaling.Shift != 0, () => json.WriteNumberValue(description.Scaling.Shift));
            Optional(json, "dataScale", description.Scaling.Scale != 1, () => json.WriteNumberValue(description.Scaling.Scale));
            Optional(json, "classes", description.Classes > 0, () => json.WriteNumberValue(description.Classes));
            Optional(json, "noClass", description.NoClass is not null, () => json.WriteNumberValue(description.NoClass!.Value));
            Optional(json, "oneHot", description.OneHot, () => json.WriteBooleanValue(true));
            Optional(json, "names", description.Names != new NetworkNames(), () => Texts(json, NamesOf(description.Names)));
            Optional(json, "fixed", description.Fixed.Count > 0, () => Texts(json, description.Fixed));
            Optional(json, "fixedUnconditional", description.FixedUnconditional.Count > 0, () => Texts(json, description.FixedUnconditional));
            json.WriteNumber("minimumTime", description.Range.Minimum);
            Optional(json, "maximumTime", description.Range.Maximum != 1, () => json.WriteNumberValue(description.Range.Maximum));
            Optional(json, "batch", description.Batch is not null, () => json.WriteNumberValue(description.Batch!.Value));
            Optional(json, "data", description.Data is not null, () => json.WriteStringValue(description.Data));
            json.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void WriteSchedule(Utf8JsonWriter json, INoiseSchedule schedule)
    {
        if (schedule is TableSchedule table && !KnownChains.All.Any(chain => chain.Name == schedule.Name.Split(':')[0]))
        {
            json.WritePropertyName("betas");
            Numbers(json, Enumerable.Range(1, table.Steps).Select(i => -Special.Exponentials.Expm1(table.Integrals[i - 1] - table.Integrals[i])));
            return;
        }

        json.WriteString("schedule", schedule.Name);
    }

    private static Dictionary<string, string> NamesOf(NetworkNames names) =>
        new (string Key, string? Name)[] { ("sample", names.Sample), ("time", names.Time), ("class", names.Class), ("output", names.Output) }
            .Where(static pair => pair.Name is not null).ToDictionary(static pair => pair.Key, static pair => pair.Name!);

    private static void Optional(Utf8JsonWriter json, string key, bool isThere, Action write)
    {
        if (isThere)
        {
            json.WritePropertyName(key);
            write();
        }
    }

    private static void Numbers(Utf8JsonWriter json, IEnumerable<double> numbers)
    {
        json.WriteStartArray();
        foreach (double number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> texts)
    {
        json.WriteStartObject();
        foreach ((string key, string value) in texts)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
