package io.github.threadsandbox.it.learn;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application of a language model with tools (LangChain4j): the model says which document to read, and its thread reads it. */
public final class Assistant {
    private Assistant() {}

    /** What the application asks. */
    interface Chat {
        String ask(String question);
    }

    /** What the model may have done. */
    public static final class Tools {
        private final Path documents;
        private final ExecutorService threads;
        private final Attacks attacks;

        Tools(Path documents, ExecutorService threads, Attacks attacks) {
            this.documents = documents;
            this.threads = threads;
            this.attacks = attacks;
        }

        /** Called by the model. */
        @Tool("Reads a document")
        public String read(@P("its name") String name) throws InterruptedException, ExecutionException {
            return threads.submit(() -> reading(name)).get();
        }

        private String reading(String name) throws IOException {
            String text = Files.readString(documents.resolve(name));
            if (attacks != null) {
                attacks.make("tool");
            }
            return text;
        }
    }

    /**
     * Asks, and ends.
     *
     * @param arguments where the model is served; a folder with {@code documents}; and, to be attacked, another one that is none
     *     of its business
     * @throws Exception if it cannot
     */
    public static void main(String[] arguments) throws Exception {
        Attacks attacks = arguments.length > 2 ? new Attacks(Path.of(arguments[2])) : null;
        ExecutorService agents = Executors.newSingleThreadExecutor(task -> new Thread(task, "agent-1"));
        ExecutorService threads = Executors.newSingleThreadExecutor(task -> new Thread(task, "tool-1"));
        Tools tools = new Tools(Path.of(arguments[1], "documents"), threads, attacks);
        try {
            System.out.println(
                    "answer=" + agents.submit(() -> ask(arguments[0], tools)).get());
            if (attacks != null) {
                agents.submit(() -> attacks.make("agent")).get();
            }
        } finally {
            agents.shutdown();
            threads.shutdown();
        }
    }

    private static String ask(String address, Tools tools) {
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(address)
                .apiKey("none")
                .modelName("served-here")
                .build();
        return AiServices.builder(Chat.class)
                .chatModel(model)
                .tools(tools)
                .build()
                .ask("What is in the report?");
    }
}
