using System.Globalization;
using System.Text.Json;
using ScoreSde.Describing;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Tests.Data;

namespace ScoreSde.Tests.Describing;

/// <summary>Each kind of word in a description is taken as it is, and refused by its name where it is something else.</summary>
public sealed class JsonWordsTests : IDisposable
{
    private const int MostBytes = 1 << 18;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("1", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", null, null, "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("\"a\"", null, "\"k\" must be true or false.", "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("true", "\"k\" must be a text in quotes.", null, "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("false", "\"k\" must be a text in quotes.", null, "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("0", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", null, "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("1.5", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", null, "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("1e999", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("[1, 2]", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", null, "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("[1, \"2\"]", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("{\"a\": \"b\"}", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", null)]
    [InlineData("{\"a\": 1}", "\"k\" must be a text in quotes.", "\"k\" must be true or false.", "\"k\" must be a number.", "\"k\" must be a whole number of at least 1.", "\"k\" must be a list of numbers.", "\"k\" must be an object that names a .npy file for each input.")]
    [InlineData("null", null, null, null, null, null, null)]
    public void A_word_is_of_the_kind_that_is_asked_for(string value, string? text, string? truth, string? real, string? whole, string? reals, string? files)
    {
        JsonWords words = Words($$"""{"k": {{value}}}""");
        Assert.Equal(text, Fault(() => words.Text("k")));
        Assert.Equal(truth, Fault(() => words.Truth("k")));
        Assert.Equal(real, Fault(() => words.Real("k")));
        Assert.Equal(whole, Fault(() => words.Whole("k", 1)));
        Assert.Equal(reals, Fault(() => words.Reals("k")));
        Assert.Equal(files, Fault(() => words.Files("k")));
        Assert.Equal(value == "null", words.Take("k") is null && words.Told("k") is null);
    }

    [Fact]
    public void Words_come_back_as_they_are()
    {
        JsonWords words = Words("""{"text": "a", "yes": true, "no": false, "real": -1.5, "most": 2147483647, "reals": [1, 0.5], "files": {"a": "b", "c": "d"}}""");
        Assert.Equal(("a", true, false, -1.5, int.MaxValue), (words.Text("text"), words.Truth("yes"), words.Truth("no"), words.Real("real"), words.Whole("most", int.MaxValue)));
        Assert.Equal([1, 0.5], words.Reals("reals")!);
        Assert.Equal(new Dictionary<string, string> { ["a"] = "b", ["c"] = "d" }, words.Files("files"));
        Assert.Equal("[1, 0.5]", words.Told("reals"));
        Assert.Empty(words.Files("none"));
        Assert.Equal((null, null, null, null), (words.Text("none"), words.Truth("none"), words.Real("none"), words.Whole("none", 0)));
        words.RefuseOthers();
        Assert.Equal("\"most\" must be a whole number of at least 0.", Fault(() => Words("""{"most": 2147483648}""").Whole("most", 0)));
    }

    [Theory]
    [InlineData("""{"k": {"a": "b", "a": "c"}}""", "has the key \"k.a\" twice.")]
    [InlineData("""{"k": {"a": "\ud800"}}""", "holds a text that is no Unicode.")]
    [InlineData("""{"k": {"\ud800": "a"}}""", "holds a text that is no Unicode.")]
    public void Files_are_named_once_and_in_letters(string text, string fault) => Assert.Equal(fault, Fault(() => Words(text).Files("k")));

    /// <summary>By the letters that would have to change, whatever their case.</summary>
    [Theory]
    [InlineData("tiem", "time")]
    [InlineData("TIMES", "time")]
    [InlineData("tmeScal", "timeScale")]
    [InlineData("x", "time")]
    public void The_nearest_key_is_told(string stranger, string nearest)
    {
        JsonWords words = Words($$"""{"{{stranger}}": 1}""");
        Assert.Equal((null, null), (words.Text("time"), words.Text("timeScale")));
        Assert.Equal($"has the key \"{stranger}\", which is none; the nearest is \"{nearest}\".", Fault(words.RefuseOthers));
    }

    /// <summary>A letter more or less counts as one that is another.</summary>
    [Theory]
    [InlineData("scal", "skat", "scale")]
    [InlineData("scalee", "skatee", "scale")]
    public void A_letter_more_counts_as_one_changed(string stranger, string other, string nearest)
    {
        JsonWords words = Words($$"""{"{{stranger}}": 1}""");
        Assert.Equal((null, null), (words.Text(other), words.Text(nearest)));
        Assert.EndsWith($"the nearest is \"{nearest}\".", Fault(words.RefuseOthers), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_settings_is_small_and_is_there()
    {
        string text = """{"output": "noise", "schedule": "ddpm"}""";
        File.WriteAllText(folder["net.json"], text.PadRight(MostBytes));
        Assert.Equal(OutputKind.Noise, DescriptionFile.Read(folder["net.json"]).Output);
        File.WriteAllText(folder["net.json"], text.PadRight(MostBytes + 1));
        Assert.Equal($"{folder["net.json"]}: has more than {MostBytes} bytes, too many for settings.", Assert.Throws<NetworkFileException>(() => DescriptionFile.Read(folder["net.json"])).Message);
        Assert.Equal($"{folder.Path}: it is a folder.", Assert.Throws<NetworkFileException>(() => JsonFile.Read(folder.Path, default, static root => root.ValueKind)).Message);
        Assert.Equal($"{folder["none"]}: there is no such file.", Assert.Throws<NetworkFileException>(() => JsonFile.Read(folder["none"], default, static root => root.ValueKind)).Message);
    }

    [Fact]
    public void A_schedule_that_no_name_tells_is_not_written()
    {
        var description = new NetworkDescription(new VariancePreserving(new CosineSchedule(offset: 0.02)), OutputKind.Noise);
        Assert.Contains("cannot be written: the schedule ", Assert.Throws<NetworkFileException>(() => DescriptionFile.Write(folder["net.json"], description)).Message, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
    }

    /// <summary>The words of docs/outside-networks.md, each for one value and each value with one word.</summary>
    [Fact]
    public void Conventions_have_the_words_of_the_document()
    {
        Assert.Equal("noise data velocity score flow flow-reversed edm", Joined(ConventionWords.Outputs));
        Assert.Equal("none index index-from-1 t sigma sigma/alpha lambda log-snr ln-sigma/4 flow flow-reversed", Joined(ConventionWords.Times));
        Assert.Equal("state ratio unit flow edm", Joined(ConventionWords.Inputs));
        Assert.Equal("flow-reversed", ConventionWords.Of(ConventionWords.Times, TimeKind.FlowReversed));

        static string Joined<T>(IReadOnlyDictionary<string, T> words)
            where T : struct, Enum
        {
            Assert.Equal(Enum.GetValues<T>().Order(), words.Values.Order());
            Assert.All(words, pair => Assert.Equal(pair.Key, ConventionWords.Of(words, pair.Value)));
            return string.Join(' ', words.Keys);
        }
    }

    [Fact]
    public void What_no_enumeration_has_is_refused_by_its_name()
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule(0.1, 20)).At(0.5);
        Assert.Equal("input", Assert.Throws<ArgumentOutOfRangeException>(() => Preconditioning.Of(OutputKind.Noise, (InputScale)99, 1, level)).ParamName);
        Assert.Equal("output", Assert.Throws<ArgumentOutOfRangeException>(() => Preconditioning.Of((OutputKind)99, InputScale.State, 1, level)).ParamName);
        Assert.Equal("kind", Assert.Throws<ArgumentOutOfRangeException>(() => Preconditioning.TimeOf((TimeKind)99, 1, level)).ParamName);
    }

    private static JsonWords Words(string text) => new(JsonDocument.Parse(text).RootElement, "f", "");

    private static string? Fault(Action ask)
    {
        try
        {
            ask();
            return null;
        }
        catch (NetworkFileException refused)
        {
            return refused.Message[3..];
        }
    }
}
