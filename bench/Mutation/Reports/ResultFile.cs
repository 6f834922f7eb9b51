using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScoreSde.Mutation.Reports;

/// <summary>Results, a line of JSON each, so that a run that is stopped keeps what it has.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Form = new()
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
    };

    public static IReadOnlyList<MutantResult> Read(string path) => File.Exists(path)
        ? [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<MutantResult>(line, Form)!)]
        : [];

    public static void Append(string path, MutantResult result) => File.AppendAllText(path, JsonSerializer.Serialize(result, Form) + "\n");
}
