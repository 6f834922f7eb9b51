using System.Text.Json;
using ScoreSde.Cli.Tables;
using ScoreSde.Comparison.Reports;
using ScoreSde.Metrics;

namespace ScoreSde.Cli.Comparing;

/// <summary>
/// Comparisons as JSON (docs/compare.schema.json): <c>{"version":1,"runs":[{"model","process",…,"seed","samples","floor":{metric:value},"rows":[{"solver","steps",
/// "nfe","seconds","samplesPerSecond","metrics":{metric:value}}]}]}</c>. A number that is not finite becomes null,
/// and so does the budget of a solver that chooses its steps.
/// </summary>
internal static class CompareJson
{
    /// <summary>The version of the form: raised where a name changes its meaning or goes; new names may come without.</summary>
    public const int Version = 1;

    /// <summary>Writes it.</summary>
    public static void Write(Stream stream, ComparisonReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("runs");
        foreach (ProblemReport problem in report.Problems)
        {
            Write(json, problem);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ProblemReport report)
    {
        json.WriteStartObject();
        json.WriteString("model", report.Model);
        json.WriteString("process", report.Process);
        json.WriteString("schedule", report.Schedule);
        json.WriteString("grid", string.Join(',', report.Grids));
        json.WriteString("dtype", report.Dtype);
        json.WriteNumber("seed", report.Seed);
        json.WriteNumber("samples", report.Samples);
        json.WriteBoolean("complete", report.IsWhole);
        if (report.Parts > 1)
        {
            json.WriteNumber("parts", report.Parts);
        }

        Write(json, "floor", report.Floor, static value => value.Value);
        Write(json, "floorStandardErrors", report.Floor, static value => value.StandardError);
        if (report.Reference is { } reference)
        {
            Write(json, reference);
        }

        if (report.IsToFloor)
        {
            WriteFloors(json, report);
        }

        json.WriteString("decisive", report.Decisive.Name);
        json.WriteStartArray("verdict");
        foreach (string sentence in Verdict.On(report).Sentences)
        {
            json.WriteStringValue(sentence);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (ComparisonRow row in report.Rows)
        {
            Write(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Those that get there first, then the others without a number.
    private static void WriteFloors(Utf8JsonWriter json, ProblemReport report)
    {
        IReadOnlyList<ComparisonRow> reaching = Verdict.On(report).Reaching;
        json.WriteStartArray("toFloor");
        foreach (ComparisonRow row in reaching.Concat(report.Rows.DistinctBy(report.LabelOf).Where(row => reaching.All(other => report.LabelOf(other) != report.LabelOf(row)))))
        {
            json.WriteStartObject();
            json.WriteString("solver", row.Solver);
            json.WriteString("grid", row.Grid);
            json.WriteFinite("nfe", reaching.Contains(row) ? row.Evaluations : double.NaN);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ReferenceFacts reference)
    {
        json.WriteStartObject("reference");
        json.WriteString("measure", reference.Measure);
        json.WriteString("method", reference.Method);
        json.WriteNumber("paths", reference.Paths);
        json.WriteFinite("error", reference.Error);
        json.WriteFinite("shareOfSmallest", reference.ShareOfSmallest);
        json.WriteFinite("nfe", reference.Evaluations / reference.Paths);
        json.WriteFinite("shareOfRuns", reference.ShareOfRuns);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ComparisonRow row)
    {
        json.WriteStartObject();
        json.WriteString("solver", row.Solver);
        json.WriteString("grid", row.Grid);
        if (row.Budget is { } budget)
        {
            json.WriteNumber("budget", budget);
        }
        else
        {
            json.WriteNull("budget");
        }

        json.WriteFinite("steps", row.Steps);
        json.WriteFinite("nfe", row.Evaluations);
        json.WriteFinite("seconds", row.Seconds);
        json.WriteFinite("samplesPerSecond", row.SamplesPerSecond);
        Write(json, "metrics", row.Metrics, static value => value.Value);
        Write(json, "standardErrors", row.Metrics, static value => value.StandardError);
        if (row.Failure is not null)
        {
            json.WriteString("failure", row.Failure);
        }

        json.WriteEndObject();
    }

    private static void Write(
        Utf8JsonWriter json, string name, IReadOnlyDictionary<string, MetricValue> values, Func<MetricValue, double> part)
    {
        json.WriteStartObject(name);
        foreach ((string metric, MetricValue value) in values)
        {
            json.WriteFinite(metric, part(value));
        }

        json.WriteEndObject();
    }
}
