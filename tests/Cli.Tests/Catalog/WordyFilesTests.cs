using System.Buffers.Binary;
using System.Text;
using ScoreSde.Checkpoints;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Parts;
using ScoreSde.Data;
using ScoreSde.Describing;
using ScoreSde.Diffusers;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

/// <summary>
/// Files of words and numbers as long as their readers take and as dense as JSON and lines can be: whatever is answered, no more than twice the file and 10 MB is allocated.
/// </summary>
[Trait("Category", "Once")]
public sealed class WordyFilesTests : IDisposable
{
    private const long FreeBytes = 10_000_000;
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("betas", "{\"output\": \"noise\", \"betas\": [", "1,", "1]}")]
    [InlineData("small betas", "{\"output\": \"noise\", \"betas\": [", "0.1,", "0.1]}")]
    [InlineData("an unknown list", "{\"output\": \"noise\", \"x\": [", "1,", "1]}")]
    [InlineData("lists", "{\"output\": \"noise\", \"x\": [", "[],", "1]}")]
    [InlineData("keys", "{", "\"#\":1,", "\"output\": \"noise\"}")]
    [InlineData("files", "{\"output\": \"noise\", \"schedule\": \"ddpm\", \"fixed\": {", "\"#\":\"\",", "\"x\":\"y\"}}")]
    [InlineData("spaces", "{", "    ", "\"output\": \"noise\"}")]
    [InlineData("a text", "{\"comment\": \"", "abcd", "\", \"output\": \"noise\"}")]
    [InlineData("escapes", "{\"comment\": \"", "\\n", "\", \"output\": \"noise\"}")]
    public void Descriptions(string kind, string start, string word, string end) => Judge(kind, Dense(start, word, end, 1 << 18), static path => DescriptionFile.Read(path));

    [Theory]
    [InlineData("a list of the sampler", "{\"_class_name\": \"DDPMScheduler\", \"solver_order\": [", "1,", "1]}")]
    [InlineData("trained betas", "{\"_class_name\": \"DDPMScheduler\", \"trained_betas\": [", "1,", "1]}")]
    [InlineData("keys", "{\"_class_name\": \"DDPMScheduler\"", ",\"#\":1", "}")]
    public void Schedulers(string kind, string start, string word, string end) => Judge(kind, Dense(start, word, end, 1 << 18), path =>
    {
        string scheduler = Path.Combine(Directory.CreateDirectory(folder["d/scheduler"]).FullName, "scheduler_config.json");
        File.Move(path, scheduler, overwrite: true);
        string network = Directory.CreateDirectory(folder["d/unet"]).FullName;
        File.WriteAllText(Path.Combine(network, "model.onnx"), "x");
        DiffusersFolder.Describe(folder["d"]);
    });

    [Theory]
    [InlineData("a shape", "{\"a\": {\"dtype\": \"F32\", \"data_offsets\": [0, 4], \"shape\": [", "1,", "1]}}")]
    [InlineData("metadata", "{\"__metadata__\": {", "\"#\":\"\",", "\"a\":\"b\"}}")]
    [InlineData("tensors", "{", "\"#\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},", "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("tensors that are none", "{", "\"#\":[],", "\"a\":1}")]
    [InlineData("lists", "{\"a\": [", "[],", "1]}")]
    [InlineData("columns", "{\"__metadata__\": {\"scoresde\": \"1\", \"data\": \"{\\\"columns\\\": {\\\"shift\\\": [", "1,", "1]}}\", \"unet\": \"{\\\"channels\\\":4,\\\"multipliers\\\":[1],\\\"blocks\\\":1,\\\"attentionLevels\\\":[],\\\"groups\\\":1,\\\"timeFeatures\\\":4,\\\"parametrisation\\\":\\\"Noise\\\"}\"}}")]
    [InlineData("classes", "{\"__metadata__\": {\"scoresde\": \"1\", \"data\": \"{\\\"classNames\\\": [", "\\\"\\\",", "\\\"\\\"]}\", \"unet\": \"{\\\"channels\\\":4,\\\"multipliers\\\":[1],\\\"blocks\\\":1,\\\"attentionLevels\\\":[],\\\"groups\\\":1,\\\"timeFeatures\\\":4,\\\"parametrisation\\\":\\\"Noise\\\"}\"}}")]
    [InlineData("losses", "{\"__metadata__\": {\"scoresde\": \"1\", \"network\": \"{}\", \"progress\": \"{\\\"step\\\": 1, \\\"losses\\\": [", "1,", "1]}\"}}")]
    public void Heads_of_tensors(string kind, string start, string word, string end)
    {
        byte[] head = Dense(start, word, end, 4 << 20);
        byte[] file = [.. new byte[8], .. head, .. new byte[4]];
        BinaryPrimitives.WriteInt64LittleEndian(file, head.Length);
        Judge(kind, file, static path => TensorReader.Read(path));
        Judge(kind, file, static path => TrainingCheckpoint.StoppedAt(path));
        Judge(kind, file, static path => Checkpoint.Load(path));
        Judge(kind, file, static path => UNetCheckpoint.Load(path));
    }

    [Theory]
    [InlineData("an unknown list", "{\"x\": [", "1,", "1]}")]
    [InlineData("inputs", "{\"format\": \"scoresde part 2\", \"run\": {\"inputs\": {", "\"#\":\"\",", "\"x\":\"\"}}}")]
    public void Records_of_parts(string kind, string start, string word, string end) => Judge(kind, Dense(start, word, end, 1 << 18), static path => PartRecord.Read(path));

    [Theory]
    [InlineData("ones", "", "1\n", "0\n", 2_000_000)]
    [InlineData("ends of two letters", "", "1\r\n", "0\n", 3_000_000)]
    [InlineData("ends of both kinds", "", "1\n1\r", "0\n", 2_000_000)]
    [InlineData("nothing", "1\n", "\n", "0\n", 2_000_000)]
    [InlineData("rates", "", ".1\n", ".1\n", 300_000)]
    [InlineData("more rates", "", ".1\n", ".1\n", 3_000_000)]
    [InlineData("a remark", "#", "a", "\n1\n0\n", 16_000_000)]
    [InlineData("a number without end", "1", "0", "\n1\n0\n", 16_000_000)]
    public void Numbers_a_line(string kind, string start, string word, string end, int length)
    {
        byte[] file = Dense(start, word, end, length);
        Judge(kind, file, static path => GridFile.Read(path));
        Judge(kind, file, static path => TableFile.Read(path));
    }

    private void Judge(string kind, byte[] file, Action<string> read)
    {
        string path = folder["f"];
        File.WriteAllBytes(path, file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string answer = "taken";
        try
        {
            read(path);
        }
        catch (Exception refusal) when (refusal is NetworkFileException or CheckpointException or DataFileException or ArgumentException)
        {
            answer = refusal.Message;
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes <= (2L * file.Length) + FreeBytes, $"{kind}: {bytes / 1e6:F1} MB for {file.Length / 1e6:F1} MB: {answer}");
    }

    // As many words as fit; # is a number that differs.
    private static byte[] Dense(string start, string word, string end, int length)
    {
        var text = new StringBuilder(start);
        for (int i = 0; text.Length + word.Length + end.Length + 6 <= length; i++)
        {
            text.Append(word.Length > 2 ? word.Replace("#", $"{i:x}", StringComparison.Ordinal) : word);
        }

        return Encoding.UTF8.GetBytes(text.Append(end).ToString());
    }
}
