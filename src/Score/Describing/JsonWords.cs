using System.Text.Json;
using ScoreSde.Data;

namespace ScoreSde.Describing;

/// <summary>The entries of a JSON object, taken one by one; what was not taken is refused with the nearest key that is known.</summary>
internal sealed class JsonWords
{
    private const string Named = "an object that names a .npy file for each input";
    private readonly string file;
    private readonly string place;
    private readonly Dictionary<string, JsonElement> entries = new(StringComparer.Ordinal);
    private readonly List<string> known = [];

    public JsonWords(JsonElement element, string file, string place)
    {
        this.file = file;
        this.place = place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Fault($"{(place.Length == 0 ? "the description" : $"\"{place}\"")} must be an object in braces.");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!entries.TryAdd(NameOf(property), property.Value))
            {
                throw Fault($"has the key \"{Path(property.Name)}\" twice.");
            }
        }
    }

    /// <summary>The entry, or null where there is none or it is null.</summary>
    public JsonElement? Take(string key)
    {
        known.Add(key);
        return entries.TryGetValue(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>The entry as it may be told, whatever it is.</summary>
    public string? Told(string key) => Take(key) is { } value ? Excerpt.Of(Decoded(() => value.ToString())) : null;

    public string? Text(string key) => Take(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? TextOf(value) : throw Kind(key, "a text in quotes");

    public bool? Truth(string key) => Take(key) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Kind(key, "true or false");

    public double? Real(string key) => Take(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Kind(key, "a number");

    public int? Whole(string key, int least) => Take(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least ? number : throw Kind(key, $"a whole number of at least {least}");

    public double[]? Reals(string key)
    {
        if (Take(key) is not { } value)
        {
            return null;
        }

        var numbers = new double[value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : throw Kind(key, "a list of numbers")];
        int count = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            numbers[count++] = item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double number) ? number : throw Kind(key, "a list of numbers");
        }

        return numbers;
    }

    public T? Word<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct =>
        Text(key) is not { } text ? null
        : words.TryGetValue(text, out T value) ? value
        : throw Fault($"\"{Path(key)}\" is \"{Excerpt.Of(text)}\"; it must be one of {string.Join(", ", words.Keys)}.");

    public IReadOnlyDictionary<string, string> Files(string key)
    {
        if (Take(key) is not { } value)
        {
            return new Dictionary<string, string>();
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty item in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Kind(key, Named))
        {
            if (!files.TryAdd(NameOf(item), item.Value.ValueKind == JsonValueKind.String ? TextOf(item.Value) : throw Kind(key, Named)))
            {
                throw Fault($"has the key \"{Path(key)}.{Excerpt.Of(item.Name)}\" twice.");
            }
        }

        return files;
    }

    /// <summary>Refuses entries that nothing asked for.</summary>
    public void RefuseOthers()
    {
        if (entries.Keys.FirstOrDefault(key => !known.Contains(key)) is { } stranger)
        {
            string nearest = known.MinBy(key => Distance(Excerpt.Of(stranger), key))!;
            throw Fault($"has the key \"{Path(stranger)}\", which is none; the nearest is \"{Path(nearest)}\".");
        }
    }

    public NetworkFileException Fault(string fault, Exception? cause = null) => new(file, fault, cause);

    private NetworkFileException Kind(string key, string wanted) => Fault($"\"{Path(key)}\" must be {wanted}.");

    private string Path(string key) => place.Length == 0 ? Excerpt.Of(key) : $"{place}.{Excerpt.Of(key)}";

    private string NameOf(JsonProperty property) => Decoded(() => property.Name);

    private string TextOf(JsonElement value) => Decoded(() => value.GetString()!);

    // Bytes that are no UTF-8 and halves of pairs pass the parser and are found when the text is asked for.
    private string Decoded(Func<string> text)
    {
        try
        {
            return text();
        }
        catch (InvalidOperationException bad)
        {
            throw Fault("holds a text that is no Unicode.", bad);
        }
    }

    // Levenshtein, letter case aside.
    private static int Distance(string a, string b)
    {
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] next = [i, .. new int[b.Length]];
            for (int j = 1; j <= b.Length; j++)
            {
                int change = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                next[j] = Math.Min(Math.Min(last[j], next[j - 1]) + 1, last[j - 1] + change);
            }

            last = next;
        }

        return last[^1];
    }
}
